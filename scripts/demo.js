// npm run demo: a tour of the server over HTTP alone. Ends non-zero when a figure is off.
import { failedChecks } from './demo/checks.js';
import { Client, TourError } from './demo/client.js';
import { iris } from './demo/iris.js';
import { findServer } from './demo/server.js';
import { style } from './demo/terminal.js';
import { workedExample } from './demo/worked-example.js';

async function tour() {
  const { url, own, stop } = await findServer();
  try {
    const where = own ? `a server of its own at ${url}` : url;
    console.log(style.faint(`nabla tour, on ${where}\n`));
    const client = new Client(url);
    await workedExample(client);
    await iris(client);
    if (!own) console.log(style.faint(`\nThe models stay: try them at ${url}/docs`));
  } finally {
    await stop();
  }
}

try {
  await tour();
  if (failedChecks() > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof TourError)) throw error;
  console.error(`nabla tour: ${error.message}`);
  process.exitCode = 1;
}
