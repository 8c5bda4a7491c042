// How many records pages have. A query is `{ domain, kwargs, count }`: what is asked for, and how many records it gives at most.

/** How many records the next page may have, after so many. */
export const room = ({ pageSize, limit }, rows) => Math.min(pageSize, limit - rows);

/** How many records have been given or asked for. */
export const asked = (rows, ahead) => ahead.reduce((sum, { query }) => sum + query.count, rows);
