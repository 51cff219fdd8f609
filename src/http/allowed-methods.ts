// Which methods a path has, so that a known path asked in the wrong way answers 405 and not 404.

interface Route {
  pattern: RegExp;
  method: string;
}

export class AllowedMethods {
  readonly #routes: Route[] = [];

  /** `url` as Fastify spells it: `/v1/models/:model([^:]+)::predict`. */
  add(method: string | string[], url: string): void {
    const source = url
      .split(/(::|:\w+(?:\([^)]*\))?|\*)/)
      .map((part) => {
        if (part === '::') return ':';
        if (part === '*') return '.*';
        if (part.startsWith(':')) return part.endsWith(')') ? '[^/:]+' : '[^/]+';
        return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      })
      .join('');
    for (const one of [method].flat()) {
      this.#routes.push({ pattern: new RegExp(`^${source}$`), method: one });
    }
  }

  /** The methods of a path, without its query; empty when there is no such path. */
  of(path: string): string[] {
    const found = this.#routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.map(({ method }) => method))].sort();
  }
}
