/** Width of figures that fill a column of the page [pt]. */
export const pageColumn = 280

/** Width of a picture in the key figure [pt]. */
export const keyColumn = 210

/** Width of figures that fill the page [pt]. */
export const pageWidth = 620
