/** The annotations of the Web API, and which of them a request wants. */
import type { Preferences } from "../model/context";

export const formattedValue = "OData.Community.Display.V1.FormattedValue";
export const lookupLogicalName = "Microsoft.Dynamics.CRM.lookuplogicalname";
export const associatedNavigationProperty = "Microsoft.Dynamics.CRM.associatednavigationproperty";
export const totalRecordCount = "Microsoft.Dynamics.CRM.totalrecordcount";
export const totalRecordCountLimitExceeded = "Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded";

export interface WantedAnnotations {
  formattedValue: boolean;
  lookupLogicalName: boolean;
  associatedNavigationProperty: boolean;
}

export function wantedAnnotations(preferences: Preferences): WantedAnnotations {
  return {
    formattedValue: preferences.includesAnnotation(formattedValue),
    lookupLogicalName: preferences.includesAnnotation(lookupLogicalName),
    associatedNavigationProperty: preferences.includesAnnotation(associatedNavigationProperty),
  };
}
