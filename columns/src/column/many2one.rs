//! Many2one values: `[id, "Name"]`.

use crate::bytes::reserve;
use crate::dictionary::Dictionary;
use crate::json::{Json, Next, Number, Stop};

use super::{Numbers, other_kind};

/// Ids with names, one of each for each row.
#[derive(Clone, Debug)]
pub struct Many2one {
    ids: Numbers,
    codes: Vec<u32>,
    names: Dictionary,
    recent: Recent,
}

/// The code of a row that has no name.
pub const NAMELESS: u32 = u32::MAX;

/// The code of the name that an id had last, by the low bits of the id: the name is nearly always
/// that one again.
#[derive(Clone, Debug, Default)]
struct Recent(Vec<(i32, u32)>);

impl Recent {
    #[inline(always)]
    fn get(&self, id: i32) -> Option<u32> {
        let &(known, code) = self.0.get(id as usize & self.0.len().wrapping_sub(1))?;
        (known == id).then_some(code)
    }

    /// Remembers a code, in two to eight times as many places as there are names.
    fn set(&mut self, id: i32, code: u32, names: usize) {
        if self.0.len() < 2 * names {
            self.0 = vec![(0, NAMELESS); (8 * names).next_power_of_two().max(256)];
        }
        let place = id as usize & (self.0.len() - 1);
        if let Some(place) = self.0.get_mut(place) {
            *place = (id, code);
        }
    }
}

impl Default for Many2one {
    fn default() -> Self {
        Self {
            ids: Numbers::integers(),
            codes: Vec::new(),
            names: Dictionary::default(),
            recent: Recent::default(),
        }
    }
}

impl Many2one {
    /// The ids; 0 where there is none.
    pub fn ids(&self) -> &Numbers {
        &self.ids
    }

    /// The number of each row's name; [`NAMELESS`] where there is none.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// Where each name begins, and where the last one ends.
    pub fn offsets(&self) -> &[u32] {
        self.names.texts().offsets()
    }

    /// The names, one after the other.
    pub fn bytes(&self) -> &[u8] {
        self.names.texts().bytes()
    }

    #[inline(always)]
    pub(crate) fn read(&mut self, json: &Json<'_>, at: usize) -> Next {
        if json.byte(at) != b'[' {
            // Without names: `read` gives bare ids when it is asked to.
            let next = self.ids.read(json, at)?;
            self.codes.push(NAMELESS);
            return Ok(next);
        }
        let (id, next) = json
            .number(json.space(at + 1))
            .map_err(|stop| self.within(json, at, stop))?;
        let next = json.sign(json.space(next), b',', "a comma")?;
        let quote = json.space(next);
        if json.byte(quote) != b'"' {
            return Err(other_kind(json, quote));
        }
        let (code, next) = self.name(json, id, quote + 1)?;
        let next = json.sign(json.space(next), b']', "a ]")?;
        self.ids.push(id);
        self.codes.push(code);
        Ok(next)
    }

    /// What is wrong within a value is told from its beginning.
    #[cold]
    fn within(&self, json: &Json<'_>, at: usize, stop: Stop) -> Stop {
        if stop.why == crate::json::Why::Kind {
            other_kind(json, at)
        } else {
            stop
        }
    }

    /// Reads the name of an id: its code, and the place after its closing quote.
    #[inline(always)]
    fn name(&mut self, json: &Json<'_>, id: Number, start: usize) -> Result<(u32, usize), Stop> {
        let id = match id {
            Number::Small(id) => id,
            Number::Float(_) => 0,
        };
        if let Some(code) = self.recent.get(id)
            && let Some(end) = self.names.stands(code, json, start)
        {
            return Ok((code, end + 1));
        }
        self.new_name(json, id, start)
    }

    /// Reads a name that is not the one its id had last.
    #[inline(never)]
    fn new_name(&mut self, json: &Json<'_>, id: i32, start: usize) -> Result<(u32, usize), Stop> {
        let text = json.text(start)?;
        let code = match self.names.find(json, text) {
            Ok(code) => code,
            Err(entry) => self.names.add(json, text, entry)?,
        };
        self.recent.set(id, code, self.names.len());
        Ok((code, text.end + 1))
    }

    #[inline(always)]
    pub(crate) fn push_blank(&mut self) {
        self.ids.push_blank();
        self.codes.push(NAMELESS);
    }

    pub(crate) fn reserve(&mut self, rows: usize) {
        self.ids.reserve(rows);
        reserve(&mut self.codes, rows);
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.ids.truncate(len);
        self.codes.truncate(len);
    }
}
