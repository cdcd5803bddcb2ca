import { writingSubjects } from "./actionSubjects";
import { proveCells } from "./proveCells";

proveCells(writingSubjects);
