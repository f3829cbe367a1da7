import { SHARED } from './cell-shaders.ts'

/** A plane through a field; the texture has levels 0 to 255 between the ends of the scale. */
export const PLANE_VERTEX = /* glsl */ `
${SHARED}
in vec3 position;
uniform vec3 low;
uniform vec3 size;
out vec3 place;
out vec3 point;
void main() {
  point = position;
  place = (position - low) / size;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}
`

export const PLANE_FRAGMENT = /* glsl */ `
${SHARED}
precision highp sampler3D;
uniform sampler3D field;
uniform sampler2D map;
uniform float opacity;
/* 0: as opaque everywhere; 1: the less there is, the less it hides. */
uniform float fading;
in vec3 place;
in vec3 point;
out vec4 result;
void main() {
#ifdef SPATIAL
  vec3 slack = vec3(0.5);
  if (any(lessThan(point, clipLow - slack)) || any(greaterThan(point, clipHigh + slack))) discard;
#endif
  float level = texture(field, place).r;
  vec3 colour = texture(map, vec2(level * 0.996 + 0.002, 0.5)).rgb;
  result = vec4(colour, opacity * mix(1.0, 0.8 * level, fading));
}
`

/** The field as a cloud: the farther along a line of sight and the more there is, the denser; cells within hide what is behind. */
export const VOLUME_FRAGMENT = /* glsl */ `
${SHARED}
precision highp sampler3D;
uniform sampler3D field;
uniform sampler2D map;
uniform sampler2D behind;
uniform mat4 toWorld;
uniform float opacity;
uniform vec3 low;
uniform vec3 size;
in vec3 place;
in vec3 point;
out vec4 result;
/* Chosen: below, slices show; above, software renderers crawl. */
const int STEPS = 56;
void main() {
  vec3 toward = -toEye;
  vec3 safe = mix(toward, vec3(1e-6), lessThan(abs(toward), vec3(1e-6)));
  vec3 a = (max(clipLow, low) - point) / safe;
  vec3 b = (min(clipHigh, low + size) - point) / safe;
  vec3 near = min(a, b);
  vec3 far = max(a, b);
  float from = max(near.x, max(near.y, near.z));
  float till = min(far.x, min(far.y, far.z));
  ivec2 at = ivec2(gl_FragCoord.xy);
  float depth = texelFetch(behind, at, 0).r;
  vec4 seen = toWorld * vec4(0.0, 0.0, 2.0 * depth - 1.0, 1.0);
  till = min(till, dot(seen.xyz - point, toward));
  if (till <= from) discard;
  float stride = (till - from) / float(STEPS);
  float thickness = stride / (0.35 * max(size.x, max(size.y, size.z)));
  /* A dither hides the steps: another start in each pixel of a block. */
  float start = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  vec4 sum = vec4(0.0);
  for (int step_ = 0; step_ < STEPS; step_++) {
    vec3 here = point + toward * (from + (float(step_) + start) * stride);
    float level = texture(field, (here - low) / size).r;
    vec3 colour = texture(map, vec2(level * 0.996 + 0.002, 0.5)).rgb;
    float alpha = 1.0 - exp(-3.0 * opacity * level * level * thickness);
    sum += (1.0 - sum.a) * vec4(colour * alpha, alpha);
    if (sum.a > 0.98) break;
  }
  result = sum;
}
`

/** A picture of the size of the screen, drawn as it is. */
export const COPY_VERTEX = /* glsl */ `
precision highp float;
in vec3 position;
void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }
`

export const COPY_FRAGMENT = /* glsl */ `
precision highp float;
uniform sampler2D picture;
out vec4 result;
void main() { result = vec4(texelFetch(picture, ivec2(gl_FragCoord.xy), 0).rgb, 1.0); }
`
