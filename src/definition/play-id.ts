/** A play's name inside the repository. */
export type PlayId = string & { readonly __brand: 'PlayId' };

/** What any id of a play looks like, also one of former times. */
export const idForm = /^[a-z0-9][a-z0-9_-]{0,99}$/;
