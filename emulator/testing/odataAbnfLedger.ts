/**
 * The OASIS cases that the parser judges differently from the committee, with the reason for each. The test fails for
 * an entry that is not needed or does not name a case.
 */

/** Why a case is set aside. */
export type Reason =
  /** Headers and preferences are read where requests are, not here. */
  | "header"
  /** A service writes the text after `#` in `@odata.context` and never receives it. */
  | "contextUrl"
  /** Values as they stand in a body or in metadata have rules of their own. */
  | "payload"
  /** Dataverse speaks OData 4.0: `$` and case matter, and there is neither `$index` nor `$schemaversion`. */
  | "version401"
  /** The ABNF cannot say it, the URL Conventions do: a system query option must not stand twice. */
  | "repeated"
  /** Wrong only for who knows the names of the committee's model, and which resource each belongs to. */
  | "constraint"
  /** The parser takes whole queries: behind `&` begins an option, here one with a name the service does not know. */
  | "split"
  /** The transformation is rejected by its name, and its arguments are not read. */
  | "notOffered"
  /** Also rejected. Without a schema, a number can be used as a date, and `all` cannot be a function. */
  | "otherCharacter";

/** Rules the parser does not offer at all. */
export const rulesSetAside: Readonly<Record<string, Reason>> = {
  header: "header",
  includeAnnotationsPreference: "header",
  maxpagesizePreference: "header",
  prefer: "header",
  preference: "header",
  "request-id": "header",
  context: "contextUrl",
  enumValue: "payload",
  primitiveValue: "payload",
};

/** Single cases of the rules it does offer, as `name | input`. */
export const casesSetAside: Readonly<Partial<Record<Reason, readonly string[]>>> = {
  contextUrl: [
    "Context URL - Entity set | http://host/service/$metadata#Customers",
    "aggregate - alias - context URL | $metadata#Sales(Total)",
    "aggregate - alias - context URL after concat | $metadata#Sales(@Core.AnyStructure)",
  ],
  payload: ["Boolean - payload values are lowercase | tRUe"],
  version401: [
    "5.1.1 $ is optional | filter=true",
    "5.1.1.1.12 Logical Operator Examples | Name EQ 'Milk' AND Price LT 2.55",
    "5.1.1.1.12 Logical Operator Examples | Name Eq 'Milk' OR Price Lt 2.55",
    "5.1.2 Expand - recursive expansion - no $ prefix | expand=Customer(levels=4)",
    "5.1.3 Select - $ is optional | select=Rating,ReleaseDate",
    "5.1.4 OrderBy - case-insensitive | $OrderBy=Name",
    "5.1.7 Search - $ is optional | search=blue",
    "5.1.8 Format | $format=json&$Format=atom&$format=xml&$format=text/html",
    "5.1.8 Format - $ is optional | format=json",
    "5.1.9 Index - $ is optional | index=42",
    "5.1.9 Index - negative indexes allowed with V4.01 | index=-42",
    "5.1.9 Index | $index=fortytwo",
    "5.1.10 Compute - $ is optional | compute=Amount mul Product/TaxRate as Tax",
    "Schema Version - alphanumeric | schemaversion=second",
    "Schema Version - semantic | schemaversion=1.42.2",
    "Schema Version - latest | $schemaversion=*",
  ],
  repeated: ["5.1.8 Format - value is case-insensitive | $format=JSON&$format=Atom&$format=XML&$format=text/html"],
  constraint: [
    "4.3.4 $entity with OData URL, $select and $expand fails without type-cast | $entity?$id=http://myservice/Customers('ALFKI')&$select=CompanyName,ContactName&$expand=Orders",
    "4.5.2 Call function import - only at service root | Categories/TheBestProduct()",
    "4.7 Addressing a Property Value - complex | Categories(1)/Address/$value",
    "4.11 Inheritance - key access, then cast to subtype - only once | Products(1)/Model.BestSellingProduct/Model.BestSellingProduct",
    "aggregate - property requires method and alias | $apply=aggregate(Amount)",
    "aggregate - property from requires with 2 | $apply=aggregate(Amount from Time with average as DailyAverage)",
    "aggregate - groupby annotations | $apply=groupby((Product/Price/@Measures.ISOCurrency))",
    "aggregate - groupby no two consecutive primitive properties | $apply=groupby((Product/Price/Quantity))",
  ],
  split: [
    "5.1.7 Search - simple term with unencoded ampersand | $search=more&more",
    "Next Link: no Ampersand | $skiptoken=Not&this",
  ],
  notOffered: [
    "aggregate - multi-level nest with branches | $apply=addnested(Products,addnested(Sales,filter(Amount gt 3) as FilteredSales) as Stuff,addnested(Suppliers,nest(Products)))",
    "hierarchy transformations - ancestors with forbidden node property path | $apply=ancestors($root/SalesOrganizations,SalesOrgHierarchy,Sales(4711)/ID,identity)",
    "hierarchy transformations - ancestors with forbidden fifth parameter | $apply=ancestors($root/SalesOrganizations,SalesOrgHierarchy,ID,filter(contains(Name,'East')), filter(contains(Name,'Central')), 2)",
  ],
  otherCharacter: [
    "Date: negative Infinity | -INF",
    "DateTimeOffset: negative infinity | -INF",
    "5.1.1.13.2 all() - must contain a lambda expression | Products/all()",
  ],
};
