/** The path of a model as an experiment beside the shipped ones names it. */
export function modelName(path: string): string {
  return `../${path}`
}

/** The path that an experiment's model has for a page. */
export function modelPath(name: string): string {
  return name.replace(/^\.\.\//, '')
}
