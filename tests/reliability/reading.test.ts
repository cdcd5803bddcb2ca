import { proveCells } from "./proveCells";
import { readingActions } from "./readingSubjects";

proveCells(readingActions);
