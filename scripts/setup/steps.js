// The steps from a fresh clone to a server that can start, in order. Each says whether it holds
// already and how to make it hold; a step may rely on the earlier ones.
import { addonStep } from './addon.js';
import { nodeStep } from './node.js';
import { packagesStep } from './packages.js';
import { serverStep } from './server.js';

export const steps = [nodeStep, packagesStep, addonStep, serverStep];
