// npm test [-- options and files]: becomes Node's test runner over the whole suite, or the named files.
import { execPath, execve } from 'node:process';

const given = process.argv.slice(2);
const namesFiles = given.some((argument) => !argument.startsWith('-'));
const suite = namesFiles ? [] : ['test/**/*.test.ts'];
// A hang must end the run; the slowest file trains real networks for a few minutes on two cores.
const TIMEOUT_MS = 900_000;

// Loaded first: property tests draw the same cases in every run.
const SEED = './test/support/property-seed.ts';
const options = ['--import', SEED, '--test', `--test-timeout=${TIMEOUT_MS}`];
execve(execPath, [execPath, ...options, ...given, ...suite], { ...process.env });
