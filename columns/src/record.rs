//! Records: the members of an object, each into its column.
//!
//! Odoo writes the members of every record in the same order and with the same spaces. So what
//! stands between two values of a record is expected to be what stood there in the record before,
//! and is compared as a whole; it is read for what it says only where it differs.

use crate::column::Column;
use crate::escape::unescaped;
use crate::json::{Json, Stop, Why};
use crate::lane::{Lane, WIDTH};
use crate::schema::Field;

/// What is known of the members of records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expected {
    /// What stood before the values of the last record, in their order.
    steps: Vec<Step>,
    /// The columns in the order in which they were first met.
    order: Vec<usize>,
    /// The field that every record has to have.
    pub(crate) required: Option<usize>,
}

/// What stands before a value, and which column the value belongs to.
#[derive(Clone, Debug)]
struct Step {
    head: Lane,
    tail: Lane,
    length: usize,
    column: Option<usize>,
}

/// What reading a step came to.
enum Read {
    /// A value begins, which belongs to that column.
    Value(Option<usize>, usize),
    /// The record has ended.
    End(usize),
}

/// The longest step that is remembered.
const LONGEST: usize = 2 * WIDTH;

/// Where a record went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spoiled {
    pub(crate) stop: Stop,
    /// The field whose value it was.
    pub(crate) field: Option<usize>,
}

impl From<Stop> for Spoiled {
    fn from(stop: Stop) -> Self {
        Self { stop, field: None }
    }
}

impl Step {
    fn new(json: &Json<'_>, from: usize, to: usize, column: Option<usize>) -> Self {
        let length = to - from;
        if length > LONGEST {
            // Nothing agrees with it.
            return Self {
                head: json.lane(json.end()),
                tail: json.lane(json.end()),
                length: 0,
                column,
            };
        }
        Self {
            head: json.lane(from),
            tail: json.lane(to.saturating_sub(WIDTH)),
            length,
            column,
        }
    }

    /// Whether the step stands at a place.
    #[inline(always)]
    fn stands(&self, json: &Json<'_>, at: usize) -> bool {
        let short = self.length <= WIDTH;
        json.lane(at)
            .agrees(&self.head, if short { self.length } else { WIDTH })
            && (short || json.lane(at + self.length - WIDTH).equals(&self.tail))
            && self.length > 0
    }
}

impl Expected {
    /// The columns in the order in which they were first met.
    pub(crate) fn order(&self) -> &[usize] {
        &self.order
    }

    /// Reads the record that begins at a place into a new row, which is number `row`.
    #[inline(always)]
    pub(crate) fn read(
        &mut self,
        json: &Json<'_>,
        start: usize,
        fields: &[Field],
        columns: &mut [Column],
        row: usize,
    ) -> Result<usize, Spoiled> {
        let mut at = start;
        let mut index = 0;
        let mut set = 0;
        let end = loop {
            let (column, value) = match self.steps.get(index) {
                Some(step) if step.stands(json, at) => (step.column, at + step.length),
                None if index > 0 && json.byte(at) == b'}' => break at + 1,
                _ => match self.step(json, at, index, fields)? {
                    Read::Value(column, value) => (column, value),
                    Read::End(end) => break end,
                },
            };
            index += 1;
            at = match column {
                Some(number) => {
                    let column = &mut columns[number];
                    if column.len() > row {
                        // The same key again: the last one counts, as with JSON.parse.
                        column.truncate(row);
                        set -= 1;
                    }
                    set += 1;
                    // There may be more space before this value than there was before the last one.
                    // (One comparison costs less than to look for it where no value was found, and
                    // then to read once more.)
                    let value = match json.byte(value) {
                        0..=b' ' => json.space(value),
                        _ => value,
                    };
                    match column.read(json, value) {
                        Ok(next) => next,
                        Err(stop) => match column.read_amiss(json, value, stop) {
                            Ok(next) => next,
                            Err(stop) => {
                                let field = Some(number);
                                return Err(Spoiled { stop, field });
                            }
                        },
                    }
                }
                None => json.skip(json.space(value))?,
            };
        };
        if set < columns.len() {
            let is_absent = |number: &usize| columns[*number].len() == row;
            if let Some(number) = self.required.filter(is_absent) {
                return Err(Spoiled {
                    stop: json.stop(start, Why::Expected("a record with an id")),
                    field: Some(number),
                });
            }
            for column in columns.iter_mut().filter(|column| column.len() == row) {
                column.push_absent();
            }
        }
        Ok(end)
    }

    /// Reads what stands before a value, and remembers it.
    #[inline(never)]
    fn step(
        &mut self,
        json: &Json<'_>,
        start: usize,
        index: usize,
        fields: &[Field],
    ) -> Result<Read, Stop> {
        let mut at = json.space(start);
        if index == 0 {
            at = json.space(json.sign(at, b'{', "a record")?);
            if json.byte(at) == b'}' {
                return Ok(Read::End(at + 1));
            }
        } else {
            match json.byte(at) {
                b'}' => return Ok(Read::End(at + 1)),
                b',' => at = json.space(at + 1),
                _ => return Err(json.stop(at, Why::Expected("a comma or }"))),
            }
        }
        let key = json.text(json.sign(at, b'"', "a key")?)?;
        let value = json.space(json.sign(json.space(key.end + 1), b':', "a colon")?);
        let name = unescaped(json.slice(key.start, key.end));
        let column = fields
            .iter()
            .position(|field| field.name.as_bytes() == name);
        if value >= json.end() {
            // There may be more space before the value: this is not all that stands there.
            return Err(json.stop(value, Why::Short));
        }
        self.order
            .extend(column.filter(|column| !self.order.contains(column)));
        let step = Step::new(json, start, value, column);
        match self.steps.get_mut(index) {
            Some(place) => *place = step,
            None => self.steps.push(step),
        }
        Ok(Read::Value(column, value))
    }
}
