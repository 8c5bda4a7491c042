//! Reads answers, and makes records of columns again.

use odoo_columns::{
    Column, Fault, Field, Kind, NAMELESS, Numbers, Progress, Reader, Texts, Values,
};
use serde_json::{Map, Number, Value, json};

use crate::oracle;

/// The fields of a list of names with types.
pub(crate) fn fields(types: &[(&str, &str)]) -> Vec<Field> {
    let field = |&(name, odoo_type): &(&str, &str)| Field {
        name: name.to_owned(),
        kind: Kind::of(odoo_type),
    };
    types.iter().map(field).collect()
}

/// Feeds an answer in chunks of so many bytes.
pub(crate) fn feed(reader: &mut Reader, answer: &[u8], chunk: usize) -> Result<Progress, Fault> {
    reader.begin();
    reader.announce(answer.len());
    for chunk in answer.chunks(chunk) {
        reader.room(chunk.len()).copy_from_slice(chunk);
        reader.feed(chunk.len())?;
    }
    reader.end()
}

/// Reads a list of records at once.
pub(crate) fn read(types: &[(&str, &str)], answer: &str) -> Result<Reader, Fault> {
    let mut reader = Reader::new(fields(types));
    let progress = feed(&mut reader, answer.as_bytes(), usize::MAX)?;
    assert_eq!(progress, Progress::Read, "{answer}");
    Ok(reader)
}

/// Reads values of one field.
pub(crate) fn column(odoo_type: &str, values: &[&str]) -> Result<Reader, Fault> {
    let records: Vec<String> = values
        .iter()
        .map(|value| format!(r#"{{"x": {value}}}"#))
        .collect();
    read(&[("x", odoo_type)], &format!("[{}]", records.join(", ")))
}

/// The records of the columns.
pub(crate) fn rows(reader: &Reader) -> Vec<Value> {
    let record = |row| {
        let named = reader.fields().iter().zip(reader.columns());
        let members =
            named.filter_map(|(field, column)| Some((field.name.clone(), value(column, row)?)));
        Value::Object(members.collect::<Map<_, _>>())
    };
    (0..reader.rows()).map(record).collect()
}

/// A value of a column; `None` where the record had none.
fn value(column: &Column, row: usize) -> Option<Value> {
    let is_in = |rows: &[u32]| rows.contains(&(row as u32));
    if is_in(column.absent()) {
        return None;
    }
    if is_in(column.nulls()) {
        return Some(Value::Null);
    }
    if let Some(others) = column.others()
        && let Ok(index) = others.rows().binary_search(&(row as u32))
    {
        let place = |index: usize| others.offsets()[index] as usize;
        return oracle::parse(&others.bytes()[place(index)..place(index + 1)]);
    }
    if column
        .validity()
        .is_some_and(|bits| bits[row / 8] >> (row % 8) & 1 == 0)
    {
        return Some(Value::Bool(false));
    }
    Some(match column.values() {
        Values::Numbers(numbers) => number(numbers, row),
        Values::Booleans(bits) => Value::Bool(bits.get(row)),
        Values::Texts(Texts::Dictionary(coded)) => {
            text(coded.offsets(), coded.bytes(), coded.codes()[row] as usize)
        }
        Values::Texts(Texts::Plain(plain)) if column.kind() == Kind::Json => {
            let Value::String(json) = text(plain.offsets(), plain.bytes(), row) else {
                return None;
            };
            oracle::parse(json.as_bytes()).expect("the text of a value")
        }
        Values::Texts(Texts::Plain(plain)) => text(plain.offsets(), plain.bytes(), row),
        Values::Many2one(many2one) => {
            let id = number(many2one.ids(), row);
            match many2one.codes()[row] {
                NAMELESS => id,
                code => Value::Array(vec![
                    id,
                    text(many2one.offsets(), many2one.bytes(), code as usize),
                ]),
            }
        }
        Values::X2many(x2many) => {
            let place = |row: usize| x2many.offsets()[row] as usize;
            (place(row)..place(row + 1))
                .map(|index| number(x2many.ids(), index))
                .collect()
        }
    })
}

fn number(numbers: &Numbers, index: usize) -> Value {
    match numbers {
        Numbers::Int32(integers) => integers[index].into(),
        Numbers::Float64(floats) => float(floats[index]),
    }
}

/// A float, as an integer where a parser of JSON would take it for one.
pub(crate) fn float(float: f64) -> Value {
    if !float.is_finite() {
        return json!({ "no finite number": float.to_string() });
    }
    if float.fract() == 0.0 && float.abs() < 9e15 && (float != 0.0 || float.is_sign_positive()) {
        return (float as i64).into();
    }
    Number::from_f64(float).map_or(Value::Null, Value::Number)
}

fn text(offsets: &[u32], bytes: &[u8], index: usize) -> Value {
    let bytes = &bytes[offsets[index] as usize..offsets[index + 1] as usize];
    Value::String(std::str::from_utf8(bytes).expect("UTF-8").to_owned())
}

/// What a parser makes of JSON, its numbers made one kind.
pub(crate) fn parsed(json: &str) -> Vec<Value> {
    let values: Vec<Value> = serde_json::from_str(json).expect("a list");
    values.into_iter().map(with_one_kind_of_numbers).collect()
}

/// The value with integers where its floats have no fraction, as the values of [`rows`] have them.
pub(crate) fn with_one_kind_of_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, float),
        Value::Array(list) => list.into_iter().map(with_one_kind_of_numbers).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(key, value)| (key, with_one_kind_of_numbers(value)))
            .collect(),
        other => other,
    }
}
