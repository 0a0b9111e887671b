//! Questions of several labs, drawn at random and asked one by one. Pure: [`cut`] makes of a lab what one
//! question needs, [`deck`] says what comes next and what comes again, [`score`] counts, [`random`] shuffles.

pub mod cut;
pub mod deck;
pub mod random;
pub mod score;
