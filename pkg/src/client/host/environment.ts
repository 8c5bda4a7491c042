// What a program runs in: its files, its environment, its cookies.

import { memberOf } from './values.ts';

/** `require`, filled in by the bundler in the CommonJS build, for Node before 20.16. */
declare const __REQUIRE__: ((name: string) => unknown) | undefined;

let cookies: boolean | undefined;

/**
 * Whether requests may carry a cookie of the program's own. A browser forbids that header, and
 * drops it.
 */
export function sendsCookies(): boolean {
  try {
    cookies ??=
      new Request('http://localhost/', { headers: { cookie: 'a=b' } }).headers.get('cookie') ===
      'a=b';
  } catch {
    cookies = false;
  }
  return cookies;
}

/** A module of Node's own, where there is one. */
function builtin(name: string): any {
  const load: ((id: string) => unknown) | undefined = globalThis.process?.getBuiltinModule;
  if (load) return load(name);
  return typeof __REQUIRE__ === 'function' ? __REQUIRE__(name) : undefined;
}

/** `[path, text]` of a file in the working directory; text is undefined where there is none. */
export function readWorkingFile(name: string): [string, string | undefined] | undefined {
  const files = builtin('node:fs');
  if (!files?.readFileSync) return undefined;
  const path = builtin('node:path').join(globalThis.process.cwd(), name);
  try {
    return [path, files.readFileSync(path, 'utf8')];
  } catch (error: any) {
    if (error?.code === 'ENOENT' || error?.code === 'ENOTDIR') return [path, undefined];
    throw error;
  }
}

const environment = () => memberOf(globalThis.process, 'env');

/** The environment's variable `name`; undefined where there is none, or no environment. */
export function environmentVariable(name: string): string | undefined {
  const value = memberOf(environment(), name);
  return typeof value === 'string' ? value : undefined;
}

/** Whether there is an environment to look at. */
export const hasEnvironment = (): boolean => typeof environment() === 'object';
