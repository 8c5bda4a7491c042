// What the client puts up with from stand-ins for fetch: a test's own, or a program's wrapper. What
// they answer may have no status, no headers, and a `json()` of its own; and they may follow
// redirects. What follows from that is in src/protocol/stand_ins.rs.

/** The status of an answer: that of a success where it does not say. */
export const statusOf = (response: any): number =>
  typeof response.status === 'number' ? response.status : response.ok === false ? 500 : 200;

/** Whether an answer is the engine's own, whose `json()` is that of its text. */
export const isOfEngine = (response: any): boolean =>
  Object.prototype.toString.call(response) === '[object Response]' &&
  !Object.hasOwn(response, 'json') &&
  typeof response.text === 'function';

/**
 * Where a stand-in for fetch went, in spite of all, with what was meant for `url`. (One that sends
 * everything through a proxy is at another address without a redirect.)
 */
export function followedTo(response: any, url: string): string | undefined {
  try {
    const { redirected } = response;
    // The address of each answer costs a hundredth of a call.
    if (redirected === false) return undefined;
    const { url: at } = response;
    if (redirected === true) return typeof at === 'string' ? at : '';
    if (typeof at !== 'string' || at === '' || at === url) return undefined;
    return new URL(at).origin === new URL(url).origin ? undefined : at;
  } catch {
    return undefined;
  }
}
