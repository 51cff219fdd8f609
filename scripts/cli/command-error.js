// What a person has to mend: a wrong argument, a file that is not there, a job that failed.
export class CommandError extends Error {}
