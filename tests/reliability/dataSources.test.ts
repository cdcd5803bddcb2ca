import { dataSourceSubjects } from "./dataSourceSubjects";
import { proveCells } from "./proveCells";

proveCells(dataSourceSubjects);
