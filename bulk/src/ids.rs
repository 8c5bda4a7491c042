//! Lists of ids, which are told apart by one sorting: a table by id would be larger, and a server
//! could choose ids that make it slow.

/// The places of ids, in the order of the ids; equal ones in the order of their places.
fn order(ids: &[u64]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..ids.len() as u32).collect();
    places.sort_unstable_by_key(|&place| (ids[place as usize], place));
    places
}

/// For each id the place where it comes first.
pub(crate) fn first_places(ids: &[u64]) -> Vec<u32> {
    let mut firsts = vec![0; ids.len()];
    let mut run = None;
    for place in order(ids) {
        let id = ids[place as usize];
        let first = match run {
            Some((before, first)) if before == id => first,
            _ => place,
        };
        run = Some((id, first));
        firsts[place as usize] = first;
    }
    firsts
}

/// The places at which an id comes first.
pub(crate) fn firsts(ids: &[u64]) -> Vec<u32> {
    let mut firsts = first_places(ids);
    let mut place = 0;
    firsts.retain(|&first| {
        place += 1;
        first == place - 1
    });
    firsts
}

/// Different ids, in order.
pub(crate) fn sorted(ids: &[u64]) -> Vec<u64> {
    let mut sorted = Vec::new();
    for place in order(ids) {
        let id = ids[place as usize];
        if sorted.last() != Some(&id) {
            sorted.push(id);
        }
    }
    sorted
}

/// Ids in order, and others in order, as one list.
pub(crate) fn merged(ids: &[u64], others: &[u64]) -> Vec<u64> {
    let mut all = Vec::with_capacity(ids.len() + others.len());
    let mut rest = ids;
    for &other in others {
        let (before, behind) = rest.split_at(rest.partition_point(|&id| id < other));
        all.extend_from_slice(before);
        all.push(other);
        rest = behind;
    }
    all.extend_from_slice(rest);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_order_are_merged_into_one_in_order() {
        for (ids, others, all) in [
            (&[1, 4, 9][..], &[2, 3, 10][..], &[1, 2, 3, 4, 9, 10][..]),
            (&[], &[1], &[1]),
            (&[5], &[], &[5]),
            (&[5], &[5], &[5, 5]),
        ] {
            assert_eq!(merged(ids, others), all);
        }
    }

    #[test]
    fn an_id_has_the_place_where_it_comes_first() {
        assert_eq!(first_places(&[5, 6, 5, 0, 7, 0, 6]), [0, 1, 0, 3, 4, 3, 1]);
        assert_eq!(firsts(&[5, 6, 5, 0, 7, 0, 6]), [0, 1, 3, 4]);
        assert_eq!(firsts(&[]), [0; 0]);
    }

    #[test]
    fn different_ids_come_in_order() {
        assert_eq!(sorted(&[5, 6, 5, 1]), [1, 5, 6]);
    }
}
