//! Texts one after the other in one buffer, each known by where it ends.

use crate::base64::{decode_within, decoded_length};
use crate::escape::unescape;
use crate::json::{Json, Stop, Text, Why};
use crate::lane::WIDTH;

/// Texts one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Bytes {
    /// Where each text begins; and where the last one ends.
    offsets: Vec<u32>,
    /// The texts, and room for more: whole lanes are written, of which a part may count.
    room: Vec<u8>,
    end: usize,
}

/// As far as a signed 32-bit offset reaches.
const MOST: usize = i32::MAX as usize;

impl Default for Bytes {
    fn default() -> Self {
        Self {
            offsets: vec![0],
            room: Vec::new(),
            end: 0,
        }
    }
}

impl Bytes {
    pub(crate) fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.room.get(..self.end).unwrap_or_default()
    }

    pub(crate) fn get(&self, index: usize) -> &[u8] {
        let place = |index: usize| self.offsets.get(index).map_or(0, |&offset| offset as usize);
        self.room
            .get(place(index)..place(index + 1))
            .unwrap_or_default()
    }

    /// Adds a text as it is meant, its escapes resolved.
    #[inline(always)]
    pub(crate) fn push_text(&mut self, json: &Json<'_>, text: Text) -> Result<(), Stop> {
        if text.escaped {
            self.push_escaped(json, text)
        } else {
            self.push(json, text.start, text.end)
        }
    }

    /// Adds the bytes between two places as they are.
    #[inline(always)]
    pub(crate) fn push(&mut self, json: &Json<'_>, start: usize, end: usize) -> Result<(), Stop> {
        let length = end - start;
        let target = self.target(length, start)?;
        // Lane by lane: a call that copies memory is made for more than a text usually has.
        for (lane, from) in target
            .chunks_exact_mut(WIDTH)
            .zip((start..end).step_by(WIDTH))
        {
            if let Some(lane) = lane.first_chunk_mut() {
                json.lane(from).store(lane);
            }
        }
        self.close(length);
        Ok(())
    }

    #[inline(never)]
    fn push_escaped(&mut self, json: &Json<'_>, text: Text) -> Result<(), Stop> {
        let target = self.target(text.end - text.start, text.start)?;
        let length = unescape(json.slice(text.start, text.end), target);
        self.close(length);
        Ok(())
    }

    /// Adds a text that is somewhere else.
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.target(bytes.len(), 0)?[..bytes.len()].copy_from_slice(bytes);
        self.close(bytes.len());
        Ok(())
    }

    /// Adds a text without a byte.
    #[inline(always)]
    pub(crate) fn push_empty(&mut self) {
        self.close(0);
    }

    /// The place for so many bytes, rounded up to lanes.
    #[inline(always)]
    fn target(&mut self, length: usize, at: usize) -> Result<&mut [u8], Stop> {
        let lanes = length.next_multiple_of(WIDTH);
        if self.room.len() - self.end < lanes {
            self.grow(lanes, at)?;
        }
        Ok(&mut self.room[self.end..][..lanes])
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, lanes: usize, at: usize) -> Result<(), Stop> {
        let least = self.end + lanes;
        if least > MOST {
            return Err(Stop { at, why: Why::Room });
        }
        self.room
            .resize(least.max(2 * self.room.len()).max(1024), 0);
        Ok(())
    }

    #[inline(always)]
    fn close(&mut self, length: usize) {
        self.end += length;
        self.offsets.push(self.end as u32);
    }

    /// Makes every text what it stands for in base64, when every one is such; answers whether it
    /// is.
    pub(crate) fn decode_base64(&mut self) -> bool {
        let is_base64 =
            (1..self.offsets.len()).all(|index| decoded_length(self.get(index - 1)).is_some());
        if is_base64 {
            let (mut from, mut end) = (0, 0);
            for offset in self.offsets.iter_mut().skip(1) {
                let to = *offset as usize;
                end = decode_within(&mut self.room, from, to, end);
                *offset = end as u32;
                from = to;
            }
            self.end = end;
        }
        is_base64
    }

    /// Makes room for so many texts, in proportion to those there are.
    pub(crate) fn reserve(&mut self, texts: usize) {
        let known = self.offsets.len() - 1;
        reserve(&mut self.offsets, texts);
        if let Some(bytes) = (self.end as u64 * texts as u64).checked_div(known as u64) {
            let size = (bytes as usize).min(MOST) + WIDTH;
            if size > self.room.len() {
                self.room.resize(size, 0);
            }
        }
    }

    /// Forgets all texts but the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.offsets.truncate(len + 1);
        self.end = self.offsets.last().map_or(0, |&end| end as usize);
    }
}

/// Makes room for so many items in all.
pub(crate) fn reserve<T>(list: &mut Vec<T>, items: usize) {
    list.reserve_exact(items.saturating_sub(list.len()));
}
