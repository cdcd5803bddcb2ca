import { pickSolutions } from "../operations/pickers/records";
import { picklist } from "./picklist";

export const solutions = picklist({
  label: "Select Solution",
  description: "Select an unmanaged solution; the value is its unique name.",
  list: pickSolutions,
  example: [
    { key: "ContosoCustomizations", label: "Contoso Customizations (ContosoCustomizations)" },
    { key: "Default", label: "Default Solution (Default)" },
  ],
});
