//! Sixteen bytes at a time: with SIMD where the build has it, with two 64-bit words elsewhere.
//!
//! Both have the same operations and the same results. On WebAssembly the package carries a build
//! of each.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod words;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use words::Lane;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd::Lane;

/// Bytes in a lane.
pub(crate) const WIDTH: usize = 16;

/// What follows the last byte of a text that is read in lanes: a lane that begins anywhere in the
/// text ends within it.
pub(crate) const PADDING: usize = 2 * WIDTH;

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(text: &str) -> Lane {
        let mut bytes = [0; WIDTH];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Lane::load(&bytes)
    }

    #[test]
    fn the_end_of_a_text_is_found_wherever_it_is() {
        for at in 0..WIDTH {
            for end in [b'"', b'\\', 0, 1, 0x1f] {
                let mut bytes = *b"abcdefghijklmnop";
                bytes[at] = end;
                assert_eq!(Lane::load(&bytes).text_end(), at, "{end:#x}");
            }
        }
        for harmless in [b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xa2, 0xdc, 0xff] {
            assert_eq!(
                Lane::load(&[harmless; WIDTH]).text_end(),
                WIDTH,
                "{harmless:#x}"
            );
        }
    }

    #[test]
    fn bytes_outside_ascii_count_up_to_a_place() {
        let lane = lane("abcdé");
        assert!(!lane.is_wide(4));
        assert!(lane.is_wide(5));
        assert!(lane.is_wide(WIDTH));
        assert!(!lane.is_wide(0));
    }

    #[test]
    fn lanes_are_compared_up_to_a_place() {
        for at in 0..WIDTH {
            let mut other = *b"abcdefghijklmnop";
            other[at] = b'_';
            let (one, other) = (lane("abcdefghijklmnop"), Lane::load(&other));
            assert!(one.agrees(&other, at));
            assert!(!one.agrees(&other, at + 1));
            assert!(!one.equals(&other) && one.equals(&one) && one.agrees(&one, WIDTH));
        }
    }

    #[test]
    fn a_lane_is_stored_and_shortened() {
        let mut bytes = [0; WIDTH];
        lane("abcdefghijklmnop").store(&mut bytes);
        assert_eq!(&bytes, b"abcdefghijklmnop");
        lane("abcdefghijklmnop").first(3).store(&mut bytes);
        assert_eq!(&bytes, b"abc\0\0\0\0\0\0\0\0\0\0\0\0\0");
        lane("abcdefghijklmnop").first(WIDTH).store(&mut bytes);
        assert_eq!(&bytes, b"abcdefghijklmnop");
    }
}
