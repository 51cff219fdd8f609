// The Accept header held against what a route offers.

/** The offer the client prefers, the first one when it accepts anything; undefined when none fits. */
export function negotiate(
  accept: string | undefined,
  offers: readonly string[],
): string | undefined {
  if (accept === undefined || accept.trim() === '') return offers[0];
  const ranges = accept.split(',').slice(0, 50).map(parseRange);
  const scored = offers.map((offer) => ({ offer, quality: qualityOf(offer, ranges) }));
  const best = Math.max(0, ...scored.map(({ quality }) => quality));
  return best === 0 ? undefined : scored.find(({ quality }) => quality === best)?.offer;
}

interface Range {
  type: string;
  quality: number;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return { type, quality: Number.isFinite(quality) ? Math.min(Math.max(quality, 0), 1) : 0 };
}

/** By the most exact range that covers the offer. */
function qualityOf(offer: string, ranges: readonly Range[]): number {
  const group = `${offer.slice(0, offer.indexOf('/'))}/*`;
  for (const type of [offer, group, '*/*']) {
    const found = ranges.find((range) => range.type === type);
    if (found !== undefined) return found.quality;
  }
  return 0;
}
