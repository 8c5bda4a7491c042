// How figures are written.

/** A time, and how many times that of `least` it is. */
export const milliseconds = (time, least) => {
  if (time === undefined) return '–';
  const text =
    time >= 1000 ? `${(time / 1000).toFixed(2)} s` : `${time.toFixed(time < 10 ? 2 : 1)} ms`;
  return least === undefined ? text : `${text} (${times(time / least)})`;
};

export const times = (ratio) =>
  `${ratio >= 10 ? Math.round(ratio).toLocaleString('en') : ratio.toFixed(ratio < 1.995 ? 2 : 1)}×`;

/** How many of them a second, for a time in milliseconds. */
export const perSecond = (count, time) =>
  time === undefined ? '–' : Math.round((count / time) * 1000).toLocaleString('en');

export const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

export const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/** Whether what had to be is. */
export const verdict = (words, met) => `${words} ${met ? '✓' : '✗'}`;

/**
 * The rows of a table, one for each contender; one that cannot take part has its reason there
 * instead of figures.
 */
export const rowsOf = (contenders, failed, cells) =>
  contenders.map((contender) => {
    const { name, protocol } = contender;
    if (!failed[name]) return [name, protocol, ...cells(contender)];
    return [
      name,
      protocol,
      `fails: ${failed[name].replaceAll('|', '\\|')}`,
      ...cells(contender)
        .slice(1)
        .map(() => ''),
    ];
  });
