//! Binary contents: base64, sizes and checksums.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::Flavour;
use crate::beyond;
use crate::binary;
use crate::env::Env;
use crate::schema::Model;
use crate::store::Cell;

/// Writes bytes as base64.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The field whose column holds an attachment's content.
pub(crate) fn content_field(env: &Env<'_>) -> &'static str {
    if env.flavour.has_datas() {
        "datas"
    } else {
        "raw"
    }
}

fn contents(env: &Env<'_>, model: &Model, id: i64) -> Option<Vec<u8>> {
    let held = env.stored(model, content_field(env), id).str()?;
    STANDARD.decode(binary::content(held)).ok()
}

/// Works out the SHA-1 of bytes.
pub(crate) fn sha1(bytes: &[u8]) -> String {
    sha1_smol::Sha1::from(bytes).digest().to_string()
}

/// Works out an attachment's SHA-1, as Odoo stores it.
pub(crate) fn checksum(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    match contents(env, model, id) {
        Some(bytes) => Cell::text(sha1(&bytes)),
        None => Cell::Null,
    }
}

/// Works out an attachment's size in bytes.
pub(crate) fn file_size(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    Cell::Int(
        contents(env, model, id).map_or(0, |bytes| i64::try_from(bytes.len()).unwrap_or(i64::MAX)),
    )
}

/// Reads an attachment's content as the text it is.
pub(crate) fn raw(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    match contents(env, model, id) {
        Some(bytes) => Cell::text(match String::from_utf8(bytes) {
            Ok(text) => text,
            // 17 takes every byte for a character; later Python would have to send half of one, and
            // cannot.
            Err(bytes) if env.flavour == Flavour::V17 => {
                bytes.into_bytes().into_iter().map(char::from).collect()
            }
            Err(_) => beyond::half(0xd800).into_iter().collect(),
        }),
        None => Cell::Null,
    }
}

/// Writes the size of base64 text's contents for people, as `bin_size` asks: `316.00 bytes`.
pub(crate) fn human_size(text: &str) -> String {
    let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
    let mut size = (text.len() / 4 * 3).saturating_sub(padding) as f64;
    let mut units = ["bytes", "Kb", "Mb", "Gb", "Tb"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    for larger in units {
        if size < 1024.0 {
            break;
        }
        size /= 1024.0;
        unit = larger;
    }
    format!("{size:.2} {unit}")
}
