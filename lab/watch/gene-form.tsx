export function GeneForm() { return null }
