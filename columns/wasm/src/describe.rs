//! Descriptions for JavaScript: JSON that says by name what lies where in the memory.
//!
//! A piece of memory is `["Int32Array", place, length]`: the array that it is, where it begins, and
//! how many bytes it has. Numbers of texts have a fourth item: the narrowest array that holds them.

use odoo_columns::{Class, Column, Fault, Kind, Numbers, Others, Reader, Texts, Values, digits};

/// A description that is being written: JSON with a comma after each value.
#[derive(Debug, Default)]
pub(crate) struct Description(String);

/// The typed array that holds items of a type.
trait Item {
    const ARRAY: &'static str;
}

impl Item for u8 {
    const ARRAY: &'static str = "Uint8Array";
}

impl Item for u32 {
    const ARRAY: &'static str = "Uint32Array";
}

impl Item for i32 {
    const ARRAY: &'static str = "Int32Array";
}

impl Item for f64 {
    const ARRAY: &'static str = "Float64Array";
}

/// What is wrong with an answer: the class of the fault, its row, byte and field, and its words.
pub(crate) fn fault(fault: &Fault) -> Description {
    let mut it = Description::default();
    it.open("{");
    it.text(
        "class",
        match fault.class {
            Class::Kind => "kind",
            Class::Malformed => "malformed",
            Class::Cut => "cut",
            Class::Room => "room",
        },
    );
    it.number("row", fault.row);
    it.number("offset", fault.offset);
    if let Some(field) = fault.field {
        it.number("field", field);
    }
    it.piece("words", fault.words.as_bytes());
    it.close("}");
    it
}

/// What stands around the list of records.
pub(crate) fn around(reader: &Reader) -> Description {
    let mut it = Description::default();
    it.open("{");
    it.piece("before", reader.before());
    it.piece("rest", reader.rest());
    it.close("}");
    it
}

/// A text, if there is one.
pub(crate) fn text(bytes: Option<&[u8]>) -> Description {
    let mut it = Description::default();
    it.open("{");
    if let Some(bytes) = bytes {
        it.piece("text", bytes);
    }
    it.close("}");
    it
}

/// Ends and describes the columns, in the order of the records' members; those that no record had
/// come last.
pub(crate) fn columns(reader: &mut Reader) -> Description {
    let mut order = reader.order().to_vec();
    for number in 0..reader.columns().len() {
        if !order.contains(&number) {
            order.push(number);
        }
    }
    let mut it = Description::default();
    it.open("{");
    it.number("rows", reader.rows());
    it.name("columns");
    it.open("[");
    for number in order {
        it.open("{");
        it.number("field", number);
        it.column(&mut reader.columns_mut()[number]);
        it.close("}");
    }
    it.close("]");
    it.close("}");
    it
}

impl Description {
    /// Its JSON.
    pub(crate) fn json(&self) -> &str {
        self.0.strip_suffix(',').unwrap_or(&self.0)
    }

    #[inline(never)]
    fn open(&mut self, bracket: &str) {
        self.0.push_str(bracket);
    }

    #[inline(never)]
    fn close(&mut self, bracket: &str) {
        if self.0.as_bytes().last() == Some(&b',') {
            self.0.pop();
        }
        self.value(bracket);
    }

    #[inline(never)]
    fn value(&mut self, json: &str) {
        self.0.push_str(json);
        self.0.push(',');
    }

    /// A text of ours, which needs no escape.
    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        self.0.push('"');
        self.0.push_str(text);
        self.0.push('"');
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.quoted(name);
        self.0.push(':');
    }

    fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.quoted(text);
        self.value("");
    }

    #[inline(never)]
    fn number(&mut self, name: &str, number: usize) {
        self.name(name);
        self.value(&digits(number as u64));
    }

    fn piece<T: Item>(&mut self, name: &str, items: &[T]) {
        self.array(name, items, T::ARRAY, "");
    }

    /// Where each of some texts or lists begins, and where the last one ends.
    fn offsets(&mut self, offsets: &[u32]) {
        self.array("offsets", offsets, i32::ARRAY, "");
    }

    fn array<T>(&mut self, name: &str, items: &[T], array: &str, narrowed: &str) {
        let place = items.as_ptr() as usize;
        self.place(name, array, place, size_of_val(items), narrowed);
    }

    #[inline(never)]
    fn place(&mut self, name: &str, array: &str, place: usize, length: usize, narrowed: &str) {
        self.name(name);
        self.open("[");
        self.quoted(array);
        self.value("");
        self.value(&digits(place as u64));
        self.value(&digits(length as u64));
        if !narrowed.is_empty() {
            self.quoted(narrowed);
        }
        self.close("]");
    }

    /// Ends a column, and adds what it is and where its parts are.
    fn column(&mut self, column: &mut Column) {
        let holds_bytes = column.seal();
        self.piece("validity", column.validity().unwrap_or_default());
        self.piece("nulls", column.nulls());
        self.piece("absent", column.absent());
        let kind = match column.values() {
            Values::Numbers(values) => {
                self.numbers("values", values);
                "number"
            }
            Values::Booleans(bits) => {
                self.piece("values", bits.bytes());
                "boolean"
            }
            Values::Texts(Texts::Dictionary(coded)) => {
                self.coded(coded.codes(), "dictionary", coded.offsets(), coded.bytes());
                "dictionary"
            }
            Values::Texts(Texts::Plain(plain)) => {
                self.offsets(plain.offsets());
                self.piece("bytes", plain.bytes());
                match column.kind() {
                    Kind::Json => "json",
                    _ if holds_bytes => "binary",
                    _ => "text",
                }
            }
            Values::Many2one(many2one) => {
                self.numbers("ids", many2one.ids());
                self.coded(
                    many2one.codes(),
                    "names",
                    many2one.offsets(),
                    many2one.bytes(),
                );
                "many2one"
            }
            Values::X2many(x2many) => {
                self.offsets(x2many.offsets());
                self.numbers("ids", x2many.ids());
                "x2many"
            }
        };
        self.text("kind", kind);
        if let Some(others) = column.others() {
            self.others(others);
        }
    }

    #[inline(never)]
    fn numbers(&mut self, name: &str, numbers: &Numbers) {
        match numbers {
            Numbers::Int32(integers) => self.piece(name, integers),
            Numbers::Float64(floats) => self.piece(name, floats),
        }
    }

    /// Texts by number: the numbers, and the texts under `name`.
    #[inline(never)]
    fn coded(&mut self, codes: &[u32], name: &str, offsets: &[u32], bytes: &[u8]) {
        // The largest number of each width stands for no text.
        let narrowed = match offsets.len() - 1 {
            0..0xff => u8::ARRAY,
            0xff..0xffff => "Uint16Array",
            _ => u32::ARRAY,
        };
        self.array("codes", codes, u32::ARRAY, narrowed);
        self.name(name);
        self.open("{");
        self.offsets(offsets);
        self.piece("bytes", bytes);
        self.close("}");
    }

    /// Values of another kind than their column.
    fn others(&mut self, others: &Others) {
        self.name("others");
        self.open("{");
        self.piece("rows", others.rows());
        self.offsets(others.offsets());
        self.piece("bytes", others.bytes());
        self.close("}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use odoo_columns::Field;
    use serde_json::Value;

    /// The description of one column of a type, of the values of some rows.
    fn described(odoo_type: &str, is_tolerant: bool, rows: &str) -> Value {
        let mut reader = Reader::new(vec![Field {
            name: "x".to_owned(),
            kind: Kind::of(odoo_type),
        }]);
        if is_tolerant {
            reader.tolerate();
        }
        reader.begin();
        reader.room(rows.len()).copy_from_slice(rows.as_bytes());
        reader.feed(rows.len()).expect("records");
        let text = columns(&mut reader);
        let whole: Value = serde_json::from_str(text.json()).expect("JSON");
        whole["columns"][0].clone()
    }

    /// The array and the length of each part that is described, and the array that it is narrowed
    /// to.
    fn parts(described: &Value, path: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (name, part) in described.as_object().into_iter().flatten() {
            match part {
                Value::Array(piece) => {
                    let narrowed = piece.get(3).map_or(String::new(), |to| format!("→{to}"));
                    let text = format!("{}×{}{narrowed}", piece[0], piece[2]).replace('"', "");
                    all.push((format!("{path}{name}"), text));
                }
                other => all.extend(parts(other, &format!("{path}{name}."))),
            }
        }
        all.retain(|(name, _)| !["validity", "nulls", "absent"].contains(&name.as_str()));
        all.sort();
        all
    }

    #[test]
    fn a_column_says_by_name_what_it_is_and_where_its_parts_are() {
        for (odoo_type, value, kind, expected) in [
            ("integer", "7", "number", "values=Int32Array×8"),
            ("integer", "1.5", "number", "values=Float64Array×16"),
            ("float", "7", "number", "values=Float64Array×16"),
            ("boolean", "true", "boolean", "values=Uint8Array×1"),
            (
                "selection",
                "\"ab\"",
                "dictionary",
                "codes=Uint32Array×8→Uint8Array dictionary.bytes=Uint8Array×2 dictionary.offsets=Int32Array×8",
            ),
            (
                "many2one",
                "[1, \"Ada\"]",
                "many2one",
                "codes=Uint32Array×8→Uint8Array ids=Int32Array×8 names.bytes=Uint8Array×3 names.offsets=Int32Array×8",
            ),
            (
                "one2many",
                "[1, 2]",
                "x2many",
                "ids=Int32Array×16 offsets=Int32Array×12",
            ),
            (
                "binary",
                "\"AAEC\"",
                "binary",
                "bytes=Uint8Array×6 offsets=Int32Array×12",
            ),
            (
                "binary",
                "\"7 Kb\"",
                "text",
                "bytes=Uint8Array×8 offsets=Int32Array×12",
            ),
            (
                "json",
                "{}",
                "json",
                "bytes=Uint8Array×4 offsets=Int32Array×12",
            ),
        ] {
            let rows = format!("[{{\"x\": {value}}}, {{\"x\": {value}}}]");
            let column = described(odoo_type, false, &rows);
            let found: Vec<String> = parts(&column, "")
                .into_iter()
                .map(|(name, part)| format!("{name}={part}"))
                .collect();
            assert_eq!(column["kind"], kind, "{odoo_type} {value}");
            assert_eq!(found.join(" "), expected, "{odoo_type} {value}");
        }
    }

    #[test]
    fn codes_are_narrowed_to_what_leaves_a_number_for_no_text() {
        for (texts, narrowed) in [
            (254, "Uint8Array"),
            (255, "Uint16Array"),
            (65_534, "Uint16Array"),
            (65_535, "Uint32Array"),
        ] {
            let rows: Vec<String> = (0..texts)
                .map(|at| format!("{{\"x\": \"{at}\"}}"))
                .collect();
            let column = described("selection", false, &format!("[{}]", rows.join(",")));
            assert_eq!(column["codes"][3], narrowed, "{texts}");
        }
    }

    #[test]
    fn values_of_another_kind_are_described_beside_the_others() {
        let column = described("char", true, r#"[{"x": "a"}, {"x": [1]}]"#);
        let others: Vec<_> = parts(&column["others"], "");
        let expected = [
            ("bytes", "Uint8Array×3"),
            ("offsets", "Int32Array×8"),
            ("rows", "Uint32Array×4"),
        ];
        assert_eq!(
            others,
            expected.map(|(name, part)| (name.to_owned(), part.to_owned()))
        );
        assert!(
            described("char", true, r#"[{"x": "a"}]"#)
                .get("others")
                .is_none()
        );
    }
}
