import { type ColumnSpec, choice, double, integer, memo, text, uniqueId } from "../../../metadata/columns";

const logical = { logical: true } as const;
const defaultValue = { 1: "Default Value" };

const shippingMethods = {
  1: "Airborne",
  2: "DHL",
  3: "FedEx",
  4: "UPS",
  5: "Postal Mail",
  6: "Full Load",
  7: "Will Call",
};

interface AddressFacts {
  types?: Record<number, string>;
  freightTerms?: Record<number, string>;
  /** True if it has a contact and freight terms, as addresses of customers do. */
  ofCustomer?: boolean;
  phoneLabel?: string;
  nameLength?: number;
}

/** The columns `address<n>_...`; customers, leads, users and competitors have one or more such blocks. */
export function address(number: 1 | 2 | 3, facts: AddressFacts = {}): ColumnSpec[] {
  const { ofCustomer = false, types = defaultValue, freightTerms = defaultValue } = facts;
  const prefix = `Address${number}_`;
  const label = (name: string): string => `Address ${number}: ${name}`;
  const line = (name: string, shown: string, maxLength: number): ColumnSpec =>
    text(prefix + name, label(shown), maxLength, logical);
  const shipping = number === 1 ? shippingMethods : defaultValue;
  return [
    uniqueId(`${prefix}AddressId`, label("ID"), logical),
    choice(`${prefix}AddressTypeCode`, label("Address Type"), types, logical),
    line("City", "City", 80),
    memo(`${prefix}Composite`, `Address ${number}`, 1000, { access: "R", logical: true }),
    line("Country", "Country/Region", 80),
    line("County", "County", 50),
    line("Fax", "Fax", 50),
    ...(ofCustomer ? [choice(`${prefix}FreightTermsCode`, label("Freight Terms"), freightTerms, logical)] : []),
    double(`${prefix}Latitude`, label("Latitude"), { precision: 5, min: -90, max: 90 }, logical),
    line("Line1", "Street 1", 250),
    line("Line2", "Street 2", 250),
    line("Line3", "Street 3", 250),
    double(`${prefix}Longitude`, label("Longitude"), { precision: 5, min: -180, max: 180 }, logical),
    line("Name", "Name", facts.nameLength ?? (ofCustomer ? 200 : 100)),
    line("PostalCode", "ZIP/Postal Code", 20),
    line("PostOfficeBox", "Post Office Box", 20),
    ...(ofCustomer ? [line("PrimaryContactName", "Primary Contact Name", 100)] : []),
    choice(`${prefix}ShippingMethodCode`, label("Shipping Method"), shipping, logical),
    line("StateOrProvince", "State/Province", 50),
    text(`${prefix}Telephone1`, facts.phoneLabel ?? label("Telephone 1"), 50, logical),
    line("Telephone2", "Telephone 2", 50),
    line("Telephone3", "Telephone 3", 50),
    line("UPSZone", "UPS Zone", 4),
    integer(`${prefix}UTCOffset`, label("UTC Offset"), [-1500, 1500], { logical: true, format: "TimeZone" }),
  ];
}
