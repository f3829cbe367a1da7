export function CellsForm() { return null }
