// What pages have in common, whatever is made of them: the order that they come in.

/** How a plan's order is paged: by id, ascending or descending; or by offset, in an order in which no two records are equal. */
export function orderOf(order) {
  // Without an order the model's own is not asked for either.
  const terms = order === '' ? [['id']] : order.split(',').map((term) => term.trim().split(/\s+/));
  const [[field, direction = 'asc', ...more], ...others] = terms;
  if (field === 'id' && /^(asc|desc)$/i.test(direction) && more.length === 0 && others.length === 0) return { isById: true, descends: direction.toLowerCase() === 'desc' };
  // Records that are equal in the order given would come in any order, another one on each page.
  return { isById: false, order: terms.some(([name]) => name === 'id') ? order : `${order}, id` };
}
