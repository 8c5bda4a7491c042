//! The columns: what is read of one field, row after row.

mod binary;
mod bits;
mod many2one;
mod numbers;
mod texts;
mod x2many;

use crate::bytes::Bytes;
use crate::json::{Json, Next, Stop, Why};
use crate::schema::Kind;

pub use bits::Bits;
pub use many2one::{Many2one, NAMELESS};
pub use numbers::Numbers;
pub use texts::Texts;
pub use x2many::X2many;

/// The values of one field.
#[derive(Clone, Debug)]
pub struct Column {
    kind: Kind,
    len: usize,
    values: Values,
    blanks: Blanks,
    /// `None` where values of another kind are refused.
    others: Option<Box<Others>>,
}

/// The values of a column that are of another kind.
#[derive(Clone, Debug, Default)]
pub struct Others {
    rows: Vec<u32>,
    texts: Bytes,
}

/// The values of a column, by the way they are kept. A row without a value has a zero or nothing
/// here.
#[derive(Clone, Debug)]
pub enum Values {
    /// Numbers.
    Numbers(Numbers),
    /// Truth values, a bit each.
    Booleans(Bits),
    /// Texts.
    Texts(Texts),
    /// Ids with names.
    Many2one(Many2one),
    /// Lists of ids.
    X2many(X2many),
}

/// So many different texts are kept once each before it is asked whether that saves something.
const FEW: usize = 256;
/// So many days are.
const DAYS: usize = 8192;

/// The rows that have no value.
#[derive(Clone, Debug, Default)]
struct Blanks {
    /// A bit for each row, set where there is a value; without a bit as long as every row has one.
    valid: Bits,
    count: usize,
    /// The rows that are blank in another way than Odoo's `false`: that of `null`, and that of
    /// members which are not there.
    nulls: Vec<u32>,
    absent: Vec<u32>,
}

/// How a row is blank.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blank {
    False,
    Null,
    Absent,
}

impl Column {
    /// A column without a row.
    pub fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Integer => Values::Numbers(Numbers::integers()),
            Kind::Float => Values::Numbers(Numbers::floats()),
            Kind::Boolean => Values::Booleans(Bits::default()),
            Kind::Text => Values::Texts(Texts::dictionary(FEW)),
            Kind::Date => Values::Texts(Texts::dictionary(DAYS)),
            Kind::Selection => Values::Texts(Texts::dictionary(usize::MAX)),
            Kind::Binary | Kind::Json => Values::Texts(Texts::plain()),
            Kind::Many2one => Values::Many2one(Many2one::default()),
            Kind::X2many => Values::X2many(X2many::default()),
        };
        Self {
            kind,
            len: 0,
            values,
            blanks: Blanks::default(),
            others: None,
        }
    }

    /// Keeps values of another kind from now on.
    pub(crate) fn tolerate(&mut self) {
        self.others.get_or_insert_default();
    }

    /// The values of another kind, of rows that are blank otherwise; `None` where there is none.
    pub fn others(&self) -> Option<&Others> {
        self.others
            .as_deref()
            .filter(|others| !others.rows.is_empty())
    }

    /// What kind of values it holds.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The values.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// A bit for each row, set where there is a value; `None` where every row has one.
    pub fn validity(&self) -> Option<&[u8]> {
        (self.blanks.count > 0).then(|| self.blanks.valid.bytes())
    }

    /// The rows that hold `null`, in order; other blank rows hold `false`.
    pub fn nulls(&self) -> &[u32] {
        &self.blanks.nulls
    }

    /// The rows whose record has no such member, in order.
    pub fn absent(&self) -> &[u32] {
        &self.blanks.absent
    }

    /// The number in a row, if there is one.
    pub fn number(&self, row: usize) -> Option<f64> {
        if self.blanks.count > 0 && !self.blanks.valid.get(row) {
            return None;
        }
        match &self.values {
            Values::Numbers(Numbers::Int32(integers)) => integers.get(row).copied().map(f64::from),
            Values::Numbers(Numbers::Float64(floats)) => floats.get(row).copied(),
            _ => None,
        }
    }

    /// Reads the value that begins at a place into a new row. What it cannot read may still be a
    /// value: see [`Column::read_amiss`]. (To go there from here costs the others a twentieth of
    /// their time.)
    #[inline(always)]
    pub(crate) fn read(&mut self, json: &Json<'_>, at: usize) -> Next {
        let first = json.byte(at);
        let next = if first == b'n' || (first == b'f' && self.kind != Kind::Boolean) {
            self.read_blank(json, at, first)?
        } else {
            let next = match &mut self.values {
                Values::Numbers(numbers) => numbers.read(json, at)?,
                Values::Booleans(bits) => read_boolean(bits, json, at)?,
                Values::Texts(texts) if self.kind == Kind::Json => texts.read_json(json, at)?,
                Values::Texts(texts) => texts.read(json, at)?,
                Values::Many2one(many2one) => many2one.read(json, at)?,
                Values::X2many(x2many) => x2many.read(json, at)?,
            };
            if self.blanks.count > 0 {
                self.blanks.valid.push(true);
            }
            next
        };
        self.len += 1;
        Ok(next)
    }

    /// Reads into a new row what was not read as a value of this kind, for a reason.
    #[cold]
    #[inline(never)]
    pub(crate) fn read_amiss(&mut self, json: &Json<'_>, at: usize, stop: Stop) -> Next {
        if matches!(stop.why, Why::Short | Why::Room) || self.kind == Kind::Json {
            return Err(stop);
        }
        if self.kind == Kind::Binary && json.byte(at) == b'{' {
            match self.read_object(json, at) {
                Err(other) if other.why == Why::Kind => {}
                read => {
                    let next = read?;
                    self.len += 1;
                    return Ok(next);
                }
            }
        }
        let Some(others) = &mut self.others else {
            return Err(self.refused(json, at, stop));
        };
        let next = json.skip(at)?;
        others.rows.push(self.len as u32);
        others.texts.push_bytes(json.slice(at, next))?;
        self.push_row(Blank::False);
        Ok(next)
    }

    /// What is a value of JSON, but not such as the field has them, is of another kind, and no
    /// fault of JSON.
    fn refused(&self, json: &Json<'_>, at: usize, stop: Stop) -> Stop {
        if stop.why == Why::Kind {
            return stop;
        }
        match json.skip(at) {
            Ok(_) => other_kind(json, at),
            Err(other) if other.why == Why::Short => other,
            Err(_) => stop,
        }
    }

    /// Reads `false` or `null`.
    #[inline(always)]
    fn read_blank(&mut self, json: &Json<'_>, at: usize, first: u8) -> Next {
        let (word, blank) = if first == b'f' {
            ("false", Blank::False)
        } else {
            ("null", Blank::Null)
        };
        let next = json.word(at, word)?;
        self.push_blank(blank);
        Ok(next)
    }

    fn push_blank(&mut self, blank: Blank) {
        match &mut self.values {
            Values::Numbers(numbers) => numbers.push_blank(),
            Values::Booleans(bits) => bits.push(false),
            Values::Texts(texts) => texts.push_blank(),
            Values::Many2one(many2one) => many2one.push_blank(),
            Values::X2many(x2many) => x2many.push_blank(),
        }
        self.blanks.push(blank, self.len);
    }

    /// Adds a row for a record that has no such member.
    pub(crate) fn push_absent(&mut self) {
        self.push_row(Blank::Absent);
    }

    #[inline(never)]
    fn push_row(&mut self, blank: Blank) {
        self.push_blank(blank);
        self.len += 1;
    }

    /// Makes room for so many rows in all, in proportion to those there are.
    pub(crate) fn reserve(&mut self, rows: usize) {
        match &mut self.values {
            Values::Numbers(numbers) => numbers.reserve(rows),
            Values::Booleans(_) => {}
            Values::Texts(texts) => texts.reserve(rows),
            Values::Many2one(many2one) => many2one.reserve(rows),
            Values::X2many(x2many) => x2many.reserve(rows),
        }
    }

    /// Ends the column: makes bytes of texts in base64, and answers whether it holds bytes. Nothing
    /// may be read into it after.
    pub fn seal(&mut self) -> bool {
        match &mut self.values {
            Values::Texts(texts) if self.kind == Kind::Binary => texts.decode_base64(),
            _ => false,
        }
    }

    /// Forgets all rows but the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        let len = len.min(self.len);
        match &mut self.values {
            Values::Numbers(numbers) => numbers.truncate(len),
            Values::Booleans(bits) => bits.truncate(len),
            Values::Texts(texts) => texts.truncate(len),
            Values::Many2one(many2one) => many2one.truncate(len),
            Values::X2many(x2many) => x2many.truncate(len),
        }
        self.blanks.truncate(len);
        if let Some(others) = &mut self.others {
            others.truncate(len);
        }
        self.len = len;
    }
}

impl Others {
    /// Their rows, in order.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Where the JSON of each begins, and where that of the last one ends.
    pub fn offsets(&self) -> &[u32] {
        self.texts.offsets()
    }

    /// Their JSON, one after the other.
    pub fn bytes(&self) -> &[u8] {
        self.texts.bytes()
    }

    fn truncate(&mut self, len: usize) {
        self.rows
            .truncate(self.rows.partition_point(|&row| (row as usize) < len));
        self.texts.truncate(self.rows.len());
    }
}

impl Blanks {
    fn push(&mut self, blank: Blank, row: usize) {
        if self.count == 0 {
            self.valid = Bits::ones(row);
        }
        self.count += 1;
        self.valid.push(false);
        match blank {
            Blank::False => {}
            Blank::Null => self.nulls.push(row as u32),
            Blank::Absent => self.absent.push(row as u32),
        }
    }

    fn truncate(&mut self, len: usize) {
        if self.count > 0 {
            self.valid.truncate(len);
            self.count = len - self.valid.count();
        }
        for rows in [&mut self.nulls, &mut self.absent] {
            rows.truncate(rows.partition_point(|&row| (row as usize) < len));
        }
    }
}

#[inline(always)]
fn read_boolean(bits: &mut Bits, json: &Json<'_>, at: usize) -> Next {
    let value = match json.byte(at) {
        b't' => true,
        b'f' => false,
        _ => return Err(json.stop(at, Why::Kind)),
    };
    let next = json.word(at, if value { "true" } else { "false" })?;
    bits.push(value);
    Ok(next)
}

/// Says that a value is of another kind.
#[cold]
fn other_kind(json: &Json<'_>, at: usize) -> Stop {
    json.stop(at, Why::Kind)
}
