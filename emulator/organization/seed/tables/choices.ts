/** Choice sets that several tables share in content, though each has its own in Dataverse. */

export const industries = {
  1: "Accounting",
  2: "Agriculture and Non-petrol Natural Resource Extraction",
  3: "Broadcasting Printing and Publishing",
  4: "Brokers",
  5: "Building Supply Retail",
  6: "Business Services",
  7: "Consulting",
  8: "Consumer Services",
  9: "Design, Direction and Creative Management",
  10: "Distributors, Dispatchers and Processors",
  11: "Doctor's Offices and Clinics",
  12: "Durable Manufacturing",
  13: "Eating and Drinking Places",
  14: "Entertainment Retail",
  15: "Equipment Rental and Leasing",
  16: "Financial",
  17: "Food and Tobacco Processing",
  18: "Inbound Capital Intensive Processing",
  19: "Inbound Repair and Services",
  20: "Insurance",
  21: "Legal Services",
  22: "Non-Durable Merchandise Retail",
  23: "Outbound Consumer Service",
  24: "Petrochemical Extraction and Distribution",
  25: "Service Retail",
  26: "SIG Affiliations",
  27: "Social Services",
  28: "Special Outbound Trade Contractors",
  29: "Specialty Realty",
  30: "Transportation",
  31: "Utility Creation and Distribution",
  32: "Vehicle Retail",
  33: "Wholesale",
};

export const defaultValue = { 1: "Default Value" };

export const paymentTerms = { 1: "Net 30", 2: "2% 10, Net 30", 3: "Net 45", 4: "Net 60" };

export const days = {
  0: "Sunday",
  1: "Monday",
  2: "Tuesday",
  3: "Wednesday",
  4: "Thursday",
  5: "Friday",
  6: "Saturday",
};

export const timesOfDay = { 1: "Morning", 2: "Afternoon", 3: "Evening" };

export const contactMethods = { 1: "Any", 2: "Email", 3: "Phone", 4: "Fax", 5: "Mail" };

/** Labels of the `donot...` columns. */
export const allowed: [string, string] = ["Allow", "Do Not Allow"];
