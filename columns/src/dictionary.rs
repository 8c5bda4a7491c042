//! Texts that are each kept once.

use crate::bytes::Bytes;
use crate::json::{Json, Stop, Text};
use crate::lane::{Lane, WIDTH};

/// Texts by number, and numbers by text.
///
/// A text is looked for as it stands in the JSON, escapes and all: it is resolved once, when it is
/// met first. (What is written in two ways is kept twice, which does no harm.)
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    texts: Bytes,
    /// The texts as they stand in the JSON, where an entry does not hold all of that.
    raw: Bytes,
    entries: Vec<Entry>,
    /// Numbers by hash, one more than they are, 0 where there is none; a power of two, at most half
    /// of them taken.
    table: Vec<u32>,
}

/// A text of which a number is known, or looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Its first lane, zeros after it.
    head: Lane,
    /// Its last lane, where it is longer than one.
    tail: Lane,
    hash: u32,
    length: u32,
}

impl Dictionary {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn texts(&self) -> &Bytes {
        &self.texts
    }

    /// Whether text `code` and its closing quote stand at a place; answers the place of that quote.
    #[inline(always)]
    pub(crate) fn stands(&self, code: u32, json: &Json<'_>, at: usize) -> Option<usize> {
        let entry = self.entries.get(code as usize)?;
        let length = entry.length as usize;
        let end = at + length;
        if end >= json.end() || json.byte(end) != b'"' {
            return None;
        }
        let stands = if length <= WIDTH {
            json.lane(at).agrees(&entry.head, length)
        } else {
            json.lane(at).equals(&entry.head)
                && json.lane(end - WIDTH).equals(&entry.tail)
                && (length <= 2 * WIDTH || self.raw.get(code as usize) == json.slice(at, end))
        };
        stands.then_some(end)
    }

    /// Answers the number of a text that was met already, and what to add it with otherwise.
    #[inline(always)]
    pub(crate) fn find(&self, json: &Json<'_>, text: Text) -> Result<u32, Entry> {
        let wanted = Entry::new(json, text);
        let mask = self.table.len().wrapping_sub(1);
        let mut slot = wanted.hash as usize;
        loop {
            let code = match self.table.get(slot & mask) {
                None | Some(0) => return Err(wanted),
                Some(taken) => taken - 1,
            };
            if let Some(entry) = self.entries.get(code as usize)
                && entry.length == wanted.length
                && entry.head.equals(&wanted.head)
                && entry.tail.equals(&wanted.tail)
                && (wanted.length as usize <= 2 * WIDTH
                    || self.raw.get(code as usize) == json.slice(text.start, text.end))
            {
                return Ok(code);
            }
            slot += 1;
        }
    }

    /// Adds a text that was not found.
    #[inline(never)]
    pub(crate) fn add(&mut self, json: &Json<'_>, text: Text, entry: Entry) -> Result<u32, Stop> {
        if self.table.len() < 2 * (self.entries.len() + 1) {
            self.grow();
        }
        let code = self.entries.len() as u32;
        self.texts.push_text(json, text)?;
        if entry.length as usize > 2 * WIDTH {
            self.raw.push(json, text.start, text.end)?;
        } else {
            self.raw.push_empty();
        }
        self.entries.push(entry);
        self.place(entry.hash, code);
        Ok(code)
    }

    fn grow(&mut self) {
        let size = (self.table.len() * 4).max(256);
        self.table.clear();
        self.table.resize(size, 0);
        for code in 0..self.entries.len() {
            self.place(self.entries[code].hash, code as u32);
        }
    }

    fn place(&mut self, hash: u32, code: u32) {
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        while self.table[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        self.table[slot] = code + 1;
    }
}

impl Entry {
    #[inline(always)]
    fn new(json: &Json<'_>, text: Text) -> Self {
        let length = text.end - text.start;
        let head = json.lane(text.start).first(length.min(WIDTH));
        let mut tail = Lane::ZERO;
        let mut hash = mix(length as u64, head);
        if length > WIDTH {
            tail = json.lane(text.end - WIDTH);
            for at in (text.start + WIDTH..text.end - WIDTH).step_by(WIDTH) {
                hash = mix(hash, json.lane(at));
            }
            hash = mix(hash, tail);
        }
        Self {
            head,
            tail,
            hash: (hash >> 32) as u32,
            length: length as u32,
        }
    }
}

/// Mixes a lane into a hash, with the multipliers of the golden ratio and of π.
#[inline(always)]
fn mix(hash: u64, lane: Lane) -> u64 {
    let [low, high] = lane.words();
    let mixed = (hash ^ low).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ high;
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0x2436_3f6a_8885_a309 | 1);
    mixed ^ (mixed >> 32)
}
