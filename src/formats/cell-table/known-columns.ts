/*
 * Names under which programs write position, label, size and identity of a cell, in lower case.
 *
 * QuPath            Centroid X µm, Centroid X px, Class/Classification, Object ID, Image, Cell: Area µm^2
 *                   https://qupath.readthedocs.io/en/stable/docs/tutorials/exporting_measurements.html
 * CellProfiler      Location_Center_X, AreaShape_Center_X, AreaShape_Area (pixels), ObjectNumber, ImageNumber
 *                   https://cellprofiler-manual.s3.amazonaws.com/CellProfiler-4.2.6/modules/measurement.html
 * Xenium            cell_id, x_centroid, y_centroid [um], cell_area [um^2]
 *                   https://www.10xgenomics.com/support/software/xenium-onboard-analysis/latest/analysis/xoa-output-understanding-outputs
 * Visium            barcode, array_row, array_col, pxl_row_in_fullres, pxl_col_in_fullres (pixels; column is x)
 *                   https://www.10xgenomics.com/support/software/space-ranger/latest/analysis/outputs/spatial-outputs
 * inForm            Cell X Position, Cell Y Position (pixels or um), Phenotype, Cell ID, Sample Name
 *                   https://akoyabio.github.io/phenoptr/reference/read_cell_seg_data.html
 * HALO              XMin, XMax, YMin, YMax (pixels; the middle is the position), Cell Area (µm²), Object Id, Analysis Region
 *                   https://bioconductor.org/packages/release/bioc/vignettes/SPIAT/inst/doc/data_reading-formatting.html
 * CosMx             CenterX_global_px, CenterX_local_px, fov; 0.12 um per pixel
 *                   https://nanostring-biostats.github.io/CosMx-Analysis-Scratch-Space/
 * MERSCOPE          center_x, center_y [um], volume, EntityID
 *                   https://squidpy.readthedocs.io/en/stable/api/squidpy.read.vizgen.html
 * MCMICRO           CellID, X_centroid, Y_centroid, Area (pixels)   https://mcmicro.org/parameters/core.html
 * steinbock         Object, area, centroid-0 (y), centroid-1 (x)
 *                   https://bodenmillergroup.github.io/steinbock/latest/file-types/
 * squidpy, AnnData  obs.to_csv with x, y or spatial_0, spatial_1 of obsm; cell_type, cluster, leiden, library_id
 *                   https://squidpy.readthedocs.io/
 */

/** A name of a column for an axis, the unit that it implies, and the program that writes it. */
export interface KnownPosition {
  readonly x: RegExp
  readonly y: RegExp
  readonly z?: RegExp
  /** Where a program writes the edges of a box instead of a centre: the other edge. */
  readonly xMax?: RegExp
  readonly yMax?: RegExp
  readonly program?: string
  readonly unit?: 'um' | 'pixel' | 'mm'
  /** Edge of a pixel [um], where the instrument has only one. */
  readonly pixel?: number
}

/** In the order in which they are tried: the more telling first. */
export const knownPositions: readonly KnownPosition[] = [
  {
    unit: 'um',
    x: /^x[ _.]?\(?[uµμ]m\)?$/,
    y: /^y[ _.]?\(?[uµμ]m\)?$/,
    z: /^z[ _.]?\(?[uµμ]m\)?$/,
  },
  { program: 'QuPath', unit: 'um', x: /^centroid x [uµμ]m$/, y: /^centroid y [uµμ]m$/ },
  { program: 'QuPath', unit: 'pixel', x: /^centroid x px$/, y: /^centroid y px$/ },
  { program: 'CosMx', unit: 'pixel', pixel: 0.120280945, x: /^centerx_global_px$/, y: /^centery_global_px$/ },
  { program: 'CosMx', unit: 'pixel', pixel: 0.120280945, x: /^centerx_local_px$/, y: /^centery_local_px$/ },
  { program: 'Space Ranger', unit: 'pixel', x: /^pxl_col_in_fullres$/, y: /^pxl_row_in_fullres$/ },
  {
    program: 'CellProfiler',
    unit: 'pixel',
    x: /^(.*_)?location_center_x$/,
    y: /^(.*_)?location_center_y$/,
    z: /^(.*_)?location_center_z$/,
  },
  {
    program: 'CellProfiler',
    unit: 'pixel',
    x: /^(.*_)?areashape_center_x$/,
    y: /^(.*_)?areashape_center_y$/,
  },
  { program: 'inForm', x: /^cell x position$/, y: /^cell y position$/ },
  { program: 'HALO', unit: 'pixel', x: /^xmin$/, xMax: /^xmax$/, y: /^ymin$/, yMax: /^ymax$/ },
  { program: 'MERSCOPE', unit: 'um', x: /^center_x$/, y: /^center_y$/, z: /^center_z$/ },
  { program: 'Xenium or MCMICRO', x: /^x_centroid$/, y: /^y_centroid$/, z: /^z_centroid$/ },
  { program: 'steinbock', unit: 'pixel', x: /^centroid-1$/, y: /^centroid-0$/ },
  { program: 'Seurat', unit: 'pixel', x: /^imagecol$/, y: /^imagerow$/ },
  { program: 'squidpy', x: /^spatial[_-]?(0|x)$/, y: /^spatial[_-]?(1|y)$/ },
  {
    unit: 'mm',
    x: /^(x[ _.]?\(?mm\)?|x_slide_mm)$/,
    y: /^(y[ _.]?\(?mm\)?|y_slide_mm)$/,
  },
  {
    unit: 'pixel',
    x: /^x[ _.]?\(?(px|pixels?)\)?$/,
    y: /^y[ _.]?\(?(px|pixels?)\)?$/,
  },
  {
    x: /^(x|pos[_ ]?x|x[_ ]?(pos|position|coord|coordinate|center|centre)|coord[_ ]?x|centroid[_ ]?x)$/,
    y: /^(y|pos[_ ]?y|y[_ ]?(pos|position|coord|coordinate|center|centre)|coord[_ ]?y|centroid[_ ]?y)$/,
    z: /^(z|pos[_ ]?z|z[_ ]?(pos|position|coord|coordinate|center|centre)|centroid[_ ]?z)$/,
  },
]

/** Labels, the more telling first: a type before a cluster that has only a number. */
export const labelNames: readonly RegExp[] = [
  /^(final[_ ]?)?cell[_ .]?types?([_ .]?(final|major|main|coarse|name|level1))?$/,
  /^(predicted|annotated)[_ .]?(cell[_ .]?)?(type|labels?|id)$/,
  /^phenotypes?$/,
  /^classification$/,
  /^class$/,
  /^(cell[_ .]?)?annotations?$/,
  /^(cell[_ .]?)?(class|label|identity|lineage)s?$/,
  /^type$/,
  /^(cell[_ .]?)?clusters?([_ .]?id)?$/,
  /^(leiden|louvain|seurat_clusters|graphclust)/,
]

/** Areas and volumes of a cell. */
export const sizeNames: readonly RegExp[] = [
  /^cell: area/,
  /^(entire )?cell[_ ]area/,
  /^cellarea$/,
  /^(.*_)?areashape_area$/,
  /^area([_ .]?\(?([uµμ]m2|[uµμ]m\^2|[uµμ]m²|px)\)?)?$/,
  /^nucleus[:_ ]+area/,
]

/** Names of a cell. */
export const idNames: readonly RegExp[] = [
  /^(cell|object|entity)[_ .]?(id|number|name|index)$/,
  /^(barcode|cellid|entityid|objectnumber|object|id|uuid)s?$/,
]

/** Columns that tell images, samples or regions apart: positions of two of them do not belong together. */
export const imageNames: readonly RegExp[] = [
  /^image([_ .]?(number|id|name|location))?$/,
  /^imagenumber$/,
  /^(sample|slide|library|patient|core|roi)([_ .]?(id|name))?$/,
  /^fov$/,
  /^analysis region$/,
]
