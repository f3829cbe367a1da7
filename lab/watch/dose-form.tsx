export function DoseForm() { return null }
