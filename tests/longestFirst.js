const { readFileSync } = require("node:fs");
const Sequencer = require("@jest/test-sequencer").default;

/**
 * Starts the files that run other programs (builds, command lines, the soak) before all others: they take longest, and
 * one that starts last keeps one core busy while the others have nothing to do. Jest itself goes by the durations of an
 * earlier run, which a fresh clone does not have, and by the size of a file, which says nothing about a build.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const runsPrograms = new Set(sorted.filter(({ path }) => programs.test(readFileSync(path, "utf8"))));
    return [...runsPrograms, ...sorted.filter((test) => !runsPrograms.has(test))];
  }
};

/** Imports that lead to another process. */
const programs = /from "(node:child_process|.*\/build)"/;
