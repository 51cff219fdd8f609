// npm test [-- options and files]: becomes Node's test runner over the whole suite, or the named files.
import { execPath, execve } from 'node:process';

const given = process.argv.slice(2);
const namesFiles = given.some((argument) => !argument.startsWith('-'));
const suite = namesFiles ? [] : ['test/**/*.test.ts'];
// A hang must end the run; the slowest file trains real networks for a few minutes on two cores.
const TIMEOUT_MS = 900_000;

execve(execPath, [execPath, '--test', `--test-timeout=${TIMEOUT_MS}`, ...given, ...suite], {
  ...process.env,
});
