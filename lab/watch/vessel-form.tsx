export function VesselForm() { return null }
