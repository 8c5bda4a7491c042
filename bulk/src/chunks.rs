//! Parts of a list that fit into one call each.

/// Proxies and servers refuse bodies that are much larger, in characters of JSON.
pub const MOST_CHARACTERS: u64 = 8 * 1024 * 1024;

/// Divides items into parts of at most `most` items, of which no part exceeds [`MOST_CHARACTERS`]
/// unless it is a single item.
///
/// `size` gives the characters of an item.
pub fn chunks<T: Copy>(items: &[T], most: usize, size: &dyn Fn(T) -> u64) -> Vec<Vec<T>> {
    let mut chunks: Vec<Vec<T>> = Vec::new();
    let mut characters = 0;
    for &item in items {
        let own = size(item);
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < most.max(1) && characters + own <= MOST_CHARACTERS => {
                chunk.push(item);
                characters += own;
            }
            _ => {
                chunks.push(vec![item]);
                characters = own;
            }
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_at_most_so_many_items() {
        assert_eq!(
            chunks(&[1, 2, 3, 4, 5], 2, &|_| 1),
            [vec![1, 2], vec![3, 4], vec![5]]
        );
    }

    #[test]
    fn a_body_does_not_grow_beyond_what_servers_take_however_large_the_rows_are() {
        let megabytes = |count: u64| count * 1024 * 1024;
        let sizes = [5, 3, 1, 20, 1].map(megabytes);
        assert_eq!(
            chunks(&[0, 1, 2, 3, 4], 200, &|item: usize| sizes[item]),
            [vec![0, 1], vec![2], vec![3], vec![4]]
        );
    }

    #[test]
    fn nothing_is_no_part() {
        assert_eq!(chunks(&[] as &[u32], 200, &|_| 1), [[0; 0]; 0]);
    }
}
