//! How things are written into the memory that both sides read: lists of 32-bit numbers, in which a piece of memory is its place and
//! its length in bytes.

use odoo_columns::{Class, Column, Fault, Field, Kind, Numbers, Others, Reader, Texts, Values};

/// Reads a list of fields: for each the number of its kind, the length of its name in four bytes, and its name.
pub(crate) fn fields(bytes: &[u8]) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut rest = bytes;
    while let Some((&[kind, length @ ..], after)) = rest.split_first_chunk::<5>() {
        let length = u32::from_le_bytes(length) as usize;
        let Some((name, after)) = after.split_at_checked(length) else {
            break;
        };
        let name = String::from_utf8_lossy(name).into_owned();
        fields.push(Field {
            name,
            kind: Kind::ALL
                .get(usize::from(kind))
                .copied()
                .unwrap_or(Kind::Json),
        });
        rest = after;
    }
    fields
}

/// Writes a fault.
pub(crate) fn fault(fault: &Fault) -> Vec<u32> {
    let class = match fault.class {
        Class::Kind => 0,
        Class::Malformed => 1,
        Class::Cut => 2,
        Class::Room => 3,
    };
    let mut list = vec![
        class,
        fault.row as u32,
        fault.offset as u32,
        fault.field.map_or(u32::MAX, |field| field as u32),
    ];
    piece(&mut list, fault.words.as_bytes());
    list
}

/// Writes what stands around the list of records.
pub(crate) fn around(reader: &Reader) -> Vec<u32> {
    let mut list = Vec::new();
    piece(&mut list, reader.before());
    piece(&mut list, reader.rest());
    list
}

/// Writes where the values of another kind are.
pub(crate) fn others(others: Option<&Others>) -> Vec<u32> {
    let mut list = Vec::new();
    piece(&mut list, others.map_or(&[], Others::rows));
    piece(&mut list, others.map_or(&[], Others::offsets));
    piece(&mut list, others.map_or(&[], Others::bytes));
    list
}

/// Writes where a text is.
pub(crate) fn text(bytes: &[u8]) -> Vec<u32> {
    let mut list = Vec::new();
    piece(&mut list, bytes);
    list
}

/// Writes the order of the columns.
pub(crate) fn order(reader: &Reader) -> Vec<u32> {
    let mut list = vec![0];
    list.extend(reader.order().iter().map(|&number| number as u32));
    list[0] = (list.len() - 1) as u32;
    list
}

/// Ends and writes a column: the rows without value, then the number of the way its values are kept, then their pieces.
pub(crate) fn column(column: &mut Column) -> Vec<u32> {
    let mut list = Vec::new();
    let holds_bytes = column.seal();
    piece(&mut list, column.validity().unwrap_or_default());
    piece(&mut list, column.nulls());
    piece(&mut list, column.absent());
    match column.values() {
        Values::Numbers(values) => numbers(&mut list, values),
        Values::Booleans(bits) => {
            list.push(2);
            piece(&mut list, bits.bytes());
        }
        Values::Texts(Texts::Dictionary(coded)) => {
            list.push(3);
            piece(&mut list, coded.codes());
            piece(&mut list, coded.offsets());
            piece(&mut list, coded.bytes());
        }
        Values::Texts(Texts::Plain(plain)) => {
            list.push(if holds_bytes { 7 } else { 4 });
            piece(&mut list, plain.offsets());
            piece(&mut list, plain.bytes());
        }
        Values::Many2one(many2one) => {
            list.push(5);
            numbers(&mut list, many2one.ids());
            piece(&mut list, many2one.codes());
            piece(&mut list, many2one.offsets());
            piece(&mut list, many2one.bytes());
        }
        Values::X2many(x2many) => {
            list.push(6);
            piece(&mut list, x2many.offsets());
            numbers(&mut list, x2many.ids());
        }
    }
    list
}

fn numbers(list: &mut Vec<u32>, numbers: &Numbers) {
    match numbers {
        Numbers::Int32(integers) => {
            list.push(0);
            piece(list, integers);
        }
        Numbers::Float64(floats) => {
            list.push(1);
            piece(list, floats);
        }
    }
}

/// Writes where a piece of memory is.
fn piece<T>(list: &mut Vec<u32>, items: &[T]) {
    list.extend([items.as_ptr() as usize as u32, size_of_val(items) as u32]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_they_were_written() {
        let mut bytes = Vec::new();
        for (kind, name) in [(0_u8, "id"), (7, "partner_id"), (9, "été"), (200, "")] {
            bytes.push(kind);
            bytes.extend((name.len() as u32).to_le_bytes());
            bytes.extend(name.as_bytes());
        }
        let read: Vec<(Kind, String)> = fields(&bytes)
            .into_iter()
            .map(|field| (field.kind, field.name))
            .collect();
        let expected = [
            (Kind::Integer, "id"),
            (Kind::Many2one, "partner_id"),
            (Kind::Json, "été"),
            (Kind::Json, ""),
        ];
        assert_eq!(read, expected.map(|(kind, name)| (kind, name.to_owned())));
    }

    #[test]
    fn a_list_of_fields_that_breaks_off_gives_those_before() {
        let bytes = [0, 1, 0, 0, 0, b'a', 3, 255, 255, 255, 255, b'b'];
        assert_eq!(fields(&bytes).len(), 1);
        assert_eq!(fields(&bytes[..3]).len(), 0);
    }

    #[test]
    fn a_description_is_as_long_as_its_layout_says() {
        for (odoo_type, layout, length) in [
            ("integer", 0, 9),
            ("float", 1, 9),
            ("boolean", 2, 9),
            ("selection", 3, 13),
            ("json", 4, 11),
            ("many2one", 5, 16),
            ("one2many", 6, 12),
            ("binary", 7, 11),
        ] {
            let description = column(&mut Column::new(Kind::of(odoo_type)));
            assert_eq!(
                (description[6], description.len()),
                (layout, length),
                "{odoo_type}"
            );
        }
    }
}
