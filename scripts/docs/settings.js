// The table of settings in docs/configuration.md, from src/config.ts; the rest of that page is written by hand.
import { settings } from '../../src/config.ts';

const begin = '<!-- settings: from src/config.ts by npm run docs -->\n';
const end = '\n<!-- end of settings -->';

/** The page with the table as it should be. */
export function withSettings(page) {
  const [before, rest] = page.split(begin);
  const after = rest?.slice(rest.indexOf(end));
  if (!after?.startsWith(end)) throw new Error('docs/configuration.md has lost its marks');
  const rows = settings.map(({ env, fallback, text }) => `| \`${env}\` | ${fallback} | ${text} |`);
  return `${before}${begin}\n${['| variable | default | |', '|---|---|---|', ...rows].join('\n')}\n${after}`;
}
