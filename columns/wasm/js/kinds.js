// The kinds of values there are, by the types of Odoo's fields. `Kind` in columns/src/schema.rs is the same table.

const kinds = ['number', 'float', 'boolean', 'text', 'selection', 'date', 'binary', 'many2one', 'x2many', 'json'];

const types = {
  integer: 'number', many2one_reference: 'number', float: 'float', monetary: 'float', boolean: 'boolean', char: 'text', text: 'text', html: 'text',
  date: 'date', datetime: 'text', selection: 'selection', reference: 'text', binary: 'binary', many2one: 'many2one', one2many: 'x2many',
  many2many: 'x2many',
};

/** The kind of a type; a type that is not known may have values of any kind. */
export const kindOf = (type) => (Object.hasOwn(types, type) ? types[type] : 'json');

/** The number of a kind at the boundary. */
export const kindNumber = (kind) => kinds.indexOf(kind);
