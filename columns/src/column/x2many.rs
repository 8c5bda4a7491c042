//! One2many and many2many values: lists of ids.

use crate::bytes::reserve;
use crate::json::{Json, Next};

use super::{Numbers, other_kind};

/// Lists of ids, one for each row.
#[derive(Clone, Debug)]
pub struct X2many {
    offsets: Vec<u32>,
    ids: Numbers,
}

impl Default for X2many {
    fn default() -> Self {
        Self {
            offsets: vec![0],
            ids: Numbers::integers(),
        }
    }
}

impl X2many {
    /// Where each list begins, and where the last one ends.
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// The ids, list after list.
    pub fn ids(&self) -> &Numbers {
        &self.ids
    }

    #[inline(always)]
    pub(crate) fn read(&mut self, json: &Json<'_>, at: usize) -> Next {
        if json.byte(at) != b'[' {
            return Err(other_kind(json, at));
        }
        let read = self.list(json, at + 1);
        if read.is_err() {
            self.ids
                .truncate(self.offsets.last().map_or(0, |&end| end as usize));
        }
        read
    }

    #[inline(always)]
    fn list(&mut self, json: &Json<'_>, at: usize) -> Next {
        let mut at = json.space(at);
        if json.byte(at) != b']' {
            loop {
                let next = self.ids.read(json, at)?;
                at = json.space(next);
                if json.byte(at) == b']' {
                    break;
                }
                at = json.space(json.sign(at, b',', "a comma or ]")?);
            }
        }
        self.offsets.push(self.ids.len() as u32);
        Ok(at + 1)
    }

    #[inline(always)]
    pub(crate) fn push_blank(&mut self) {
        self.offsets.push(self.ids.len() as u32);
    }

    pub(crate) fn reserve(&mut self, rows: usize) {
        let known = self.offsets.len() - 1;
        reserve(&mut self.offsets, rows);
        if let Some(ids) = (self.ids.len() as u64 * rows as u64).checked_div(known as u64) {
            self.ids.reserve(ids as usize);
        }
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.offsets.truncate(len + 1);
        self.ids
            .truncate(self.offsets.last().map_or(0, |&end| end as usize));
    }
}
