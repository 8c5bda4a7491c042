//! Numbers: 32-bit integers as long as every one is such, floats from the first on that is not.

use crate::bytes::reserve;
use crate::json::{Json, Next, Number};

/// Numbers, one for each row.
#[derive(Clone, Debug)]
pub enum Numbers {
    /// Every number is a 32-bit integer, and none is -0.
    Int32(Vec<i32>),
    /// Any numbers.
    Float64(Vec<f64>),
}

impl Numbers {
    pub(crate) fn integers() -> Self {
        Self::Int32(Vec::new())
    }

    pub(crate) fn floats() -> Self {
        Self::Float64(Vec::new())
    }

    #[inline(always)]
    pub(crate) fn read(&mut self, json: &Json<'_>, at: usize) -> Next {
        let (number, next) = json.number(at)?;
        self.push(number);
        Ok(next)
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, number: Number) {
        match (&mut *self, number) {
            (Self::Int32(integers), Number::Small(integer)) => integers.push(integer),
            (Self::Float64(floats), number) => floats.push(number.as_f64()),
            (Self::Int32(_), Number::Float(float)) => self.push_float(float),
        }
    }

    /// Adds to integers what was not written as a small one.
    #[cold]
    fn push_float(&mut self, float: f64) {
        let Self::Int32(integers) = self else { return };
        let integer = float as i32;
        // To the bit: -0 is no integer.
        if f64::from(integer).to_bits() == float.to_bits() {
            integers.push(integer);
        } else {
            let mut floats: Vec<f64> = integers.iter().copied().map(f64::from).collect();
            floats.push(float);
            *self = Self::Float64(floats);
        }
    }

    #[inline(always)]
    pub(crate) fn push_blank(&mut self) {
        match self {
            Self::Int32(integers) => integers.push(0),
            Self::Float64(floats) => floats.push(0.0),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Int32(integers) => integers.len(),
            Self::Float64(floats) => floats.len(),
        }
    }

    pub(crate) fn reserve(&mut self, count: usize) {
        match self {
            Self::Int32(integers) => reserve(integers, count),
            Self::Float64(floats) => reserve(floats, count),
        }
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        match self {
            Self::Int32(integers) => integers.truncate(len),
            Self::Float64(floats) => floats.truncate(len),
        }
    }
}
