/** Stands in every recording made through the package `cap`. */
export const CAP_COMMENT = 'Times are those of arrival at the capturing process: the package cap does not hand on the times of the kernel.';
