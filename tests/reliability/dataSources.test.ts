import { proveCells } from "./proveCells";
import { readingDataSources } from "./readingSubjects";

proveCells(readingDataSources);
