import { readingSubjects } from "./actionSubjects";
import { proveCells } from "./proveCells";

proveCells(readingSubjects);
