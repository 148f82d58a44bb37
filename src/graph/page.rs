//! How ids are cut into pages.

/// Ids in a page, of nodes and of relationships of one type.
pub const PAGE: usize = 1024;

/// One bit for each id of a page.
pub type Bits = [u64; PAGE / 64];

/// The page of an id and its slot there.
pub fn split(id: u32) -> (usize, usize) {
    (id as usize / PAGE, id as usize % PAGE)
}

/// The first id of a page.
pub fn first_of(page: usize) -> u32 {
    (page * PAGE) as u32
}

/// How many pages hold ids below `bound`.
pub fn pages_for(bound: u32) -> usize {
    (bound as usize).div_ceil(PAGE)
}

/// Whether a slot's bit is set.
pub fn bit(bits: &Bits, slot: usize) -> bool {
    bits[slot / 64 % bits.len()] >> (slot % 64) & 1 == 1
}

/// Sets a slot's bit.
pub fn set_bit(bits: &mut Bits, slot: usize) {
    bits[slot / 64] |= 1 << (slot % 64);
}
