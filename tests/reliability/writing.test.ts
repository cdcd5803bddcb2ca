import { proveCells } from "./proveCells";
import { writingSubjects } from "./writingSubjects";

proveCells(writingSubjects);
