/**
 * Cells as squares that face the eye: a fragment works out the disc or sphere within. Projection is parallel, so that a sphere's
 * outline is a circle and every line of sight has the same direction.
 */

/** What every shader of the view knows: see `SharedUniforms`. */
export const SHARED = /* glsl */ `
precision highp float;
uniform mat4 viewMatrix;
uniform mat4 projectionMatrix;
uniform vec3 right;
uniform vec3 up;
uniform vec3 toEye;
/* Width of a pixel [um]. */
uniform float pixel;
/* Corners of what is not cut away [um]. */
uniform vec3 clipLow;
uniform vec3 clipHigh;
/* True when something is cut away. */
uniform bool isOpen;
/* Depths, towards the eye, between which distance dims [um]. */
uniform vec2 depths;
uniform vec3 ground;
`

/** Reads a cell and a corner of its square by the number of the vertex; rows have 1024 texels (`Squares`). */
const FETCH = /* glsl */ `
precision highp sampler2D;
uniform sampler2D spheres;
uniform sampler2D looks;
const vec2 CORNERS[6] = vec2[6](vec2(-1, -1), vec2(1, -1), vec2(1, 1), vec2(-1, -1), vec2(1, 1), vec2(-1, 1));
`

/** The lines with which a vertex begins. */
const FETCHED = /* glsl */ `
  int cell = gl_VertexID / 6;
  ivec2 texel = ivec2(cell & 1023, cell >> 10);
  vec4 sphere = texelFetch(spheres, texel, 0);
  vec4 look = texelFetch(looks, texel, 0) * 255.0;
  vec2 corner = CORNERS[gl_VertexID - 6 * cell];
`

/** A square around each sphere. In a slice, depth puts the living above the dead, and both above what is dimmed. */
export const CELL_VERTEX = /* glsl */ `
${SHARED}
${FETCH}
out vec2 place;
flat out vec3 colour;
flat out int bits;
flat out vec4 ball;
void main() {
${FETCHED}
  bits = int(look.a + 0.5);
  bool isDead = (bits & 3) != 0;
  colour = look.rgb / 255.0;
  float radius = max(sphere.w, 0.75 * pixel);
#ifdef SPATIAL
  if ((bits & 4) != 0) radius *= 0.22;
#endif
  ball = vec4(sphere.xyz, radius);
  float reach = radius + pixel;
  place = corner * reach / radius;
  gl_Position = projectionMatrix * viewMatrix * vec4(sphere.xyz + (right * corner.x + up * corner.y) * reach, 1.0);
#ifndef SPATIAL
  gl_Position.z = (bits & 4) != 0 ? 0.8 : isDead ? 0.5 : 0.0;
#endif
}
`

/** A cell of a slice, as figures draw it: dark rim, nucleus; a hollow ring with a grain; a dull, crossed disc. */
export const DISC_FRAGMENT = /* glsl */ `
${SHARED}
in vec2 place;
flat in vec3 colour;
flat in int bits;
flat in vec4 ball;
out vec4 result;
float within(float radius, float at, float fine) { return 1.0 - smoothstep(radius - fine, radius + fine, at); }
void main() {
  float at = length(place);
  float fine = 0.6 * pixel / ball.w;
  /* From so many pixels on, a cell has an inside. */
  float detail = smoothstep(3.0, 6.0, ball.w / pixel);
  int state = bits & 3;
  float cover = within(1.0, at, fine);
  if (cover <= 0.0) discard;
  vec3 shade = ground;
  /* A dark line around each cell, which does not grow without end when one comes near. */
  float rim = 1.0 - min(0.1, 2.2 * pixel / ball.w) * detail;
  if (state == 1 || (bits & 8) != 0) {
    float ring = within(0.86, at, fine) - within(0.56, at, fine);
    shade = mix(shade, colour, max(ring, within(0.22, at, fine) * detail * float(state == 1)));
    shade = mix(colour, shade, max(detail, 0.35));
  } else if (state >= 2) {
    shade = mix(shade, colour, within(rim, at, fine));
    float cross = min(abs(place.x - place.y), abs(place.x + place.y)) * 0.707;
    float arms = within(0.09, cross, fine) * within(0.52, at, fine) * detail;
    shade = mix(shade, mix(colour, vec3(1.0), 0.4), arms);
  } else {
    /* Thicker in the middle: the cytoplasm brightens inwards, the membrane stands out as a line. */
    vec3 body = colour * (0.98 - 0.16 * at * at);
    float membrane = smoothstep(rim - 0.17, rim - 0.05, at) * detail;
    body = mix(body, mix(colour, vec3(1.0), 0.16), 0.75 * membrane);
    float inside = (1.0 - smoothstep(0.36 - fine, 0.48 + fine, at)) * detail;
    body = mix(body, mix(colour, ground, 0.42), inside);
    shade = mix(shade, body, within(rim, at, fine));
  }
  float alpha = (bits & 4) != 0 ? 0.14 : 1.0;
  result = vec4(shade, cover * alpha);
}
`

/**
 * A sphere of a tissue in space. Where the tissue is cut open, a cut cell shows its inside: a flat face with its nucleus, like
 * a section under a microscope.
 */
export const SPHERE_FRAGMENT = /* glsl */ `
${SHARED}
in vec2 place;
flat in vec3 colour;
flat in int bits;
flat in vec4 ball;
out vec4 result;
void main() {
  float square = dot(place, place);
  float radius = ball.w;
  /* Soft edge: how much of the pixel the sphere covers becomes how many of its samples. */
  float cover = clamp((1.0 - sqrt(square)) * radius / pixel + 0.5, 0.0, 1.0);
  if (cover <= 0.0) discard;
  float half_ = radius * sqrt(max(1.0 - square, 0.0));
  vec3 middle = ball.xyz + (right * place.x + up * place.y) * radius;
  /* Along the line of sight from the eye: from -half_ to half_, less what is cut away. */
  vec3 toward = -toEye;
  float start = -half_;
  bool isCut = false;
  if (isOpen) {
  vec3 safe = mix(toward, vec3(1e-6), lessThan(abs(toward), vec3(1e-6)));
  vec3 a = (clipLow - middle) / safe;
  vec3 b = (clipHigh - middle) / safe;
  vec3 near = min(a, b);
  float from = max(near.x, max(near.y, near.z));
  vec3 far = max(a, b);
  float till = min(half_, min(far.x, min(far.y, far.z)));
  start = max(-half_, from);
  if (start > till) discard;
  isCut = from > -half_;
  }
  vec3 point = middle + toward * start;
  int state = bits & 3;
  vec3 shade;
  if (isCut) {
    float at = length(point - ball.xyz) / radius;
    float fine = pixel / radius;
    shade = colour * 0.9;
    shade = mix(shade, mix(colour, vec3(1.0), 0.18), smoothstep(0.78, 0.9, at));
    if (state == 0) shade = mix(mix(colour, ground, 0.5), shade, smoothstep(0.40, 0.46 + fine, at));
    else shade = mix(ground, shade, 0.45 + 0.4 * smoothstep(0.6, 0.75, at));
  } else {
    vec3 normal = (point - ball.xyz) / radius;
    float facing = dot(normal, toEye);
    /* From above, a little from the left: a vector of length 1. */
    float lit = 0.5 + 0.5 * (0.602 * facing + 0.683 * dot(normal, up) - 0.414 * dot(normal, right));
    shade = colour * (0.34 + 0.82 * lit * lit + 0.08 * facing);
    float gloss = lit * lit;
    gloss *= gloss;
    shade += 0.08 * gloss * gloss * facing;
    shade *= mix(0.5, 1.0, smoothstep(0.0, 0.5, facing));
    if (state == 1) shade = mix(shade, ground, 0.75 * step(0.62, facing) * step(facing, 0.95));
    if (state >= 2) shade = mix(shade * 1.5, ground, 0.78 * smoothstep(0.5, 0.82, facing));
    if ((bits & 8) != 0) shade = mix(shade, ground, 0.75 * smoothstep(0.5, 0.75, facing));
  }
  float depth = dot(point, toEye);
  float away = clamp((depths.y - depth) / max(depths.y - depths.x, 1.0), 0.0, 1.0);
  shade = mix(shade, ground, 0.62 * away);
  if ((bits & 4) != 0) shade = mix(shade, ground, 0.55);
  /* In a parallel projection depth grows evenly; the square lies through the middle of the sphere. */
  gl_FragDepth = gl_FragCoord.z - 0.5 * projectionMatrix[2][2] * start;
  result = vec4(shade, cover);
}
`

/** Rings around chosen cells; `look` is how: red, green, blue, and 1 thin, 2 bold, 3 dashed. */
export const MARK_VERTEX = /* glsl */ `
${SHARED}
${FETCH}
out vec2 place;
flat out vec4 ring;
flat out float radius;
void main() {
${FETCHED}
  ring = look;
  radius = max(sphere.w, 3.0 * pixel) + 2.5 * pixel;
  float reach = radius + 4.0 * pixel;
  place = corner * reach;
  gl_Position = projectionMatrix * viewMatrix * vec4(sphere.xyz + (right * corner.x + up * corner.y) * reach, 1.0);
}
`

export const MARK_FRAGMENT = /* glsl */ `
${SHARED}
in vec2 place;
flat in vec4 ring;
flat in float radius;
out vec4 result;
void main() {
  float off = abs(length(place) - radius) / pixel;
  float width = ring.a > 1.5 ? 1.4 : 0.8;
  float line = 1.0 - smoothstep(width, width + 0.9, off);
  float halo = 1.0 - smoothstep(width + 1.0, width + 2.2, off);
  if (ring.a > 2.5) line *= step(0.4, fract(atan(place.y, place.x) * 1.9099));
  result = vec4(mix(ground, ring.rgb / 255.0, line), max(line, 0.7 * halo));
  if (result.a < 0.01) discard;
}
`

/**
 * A vessel: a crimson wall around a dark lumen, with a dark line outside; the same face to every side. One that is tied is a thin grey
 * ring with a bar across.
 */
export const VESSEL_FRAGMENT = /* glsl */ `
${SHARED}
uniform vec3 wall;
uniform vec3 lumen;
uniform vec3 tied;
in vec2 place;
flat in vec3 colour;
flat in int bits;
flat in vec4 ball;
out vec4 result;
void main() {
  if (any(lessThan(ball.xyz, clipLow)) || any(greaterThan(ball.xyz, clipHigh))) discard;
  float at = length(place);
  float fine = 0.6 * pixel / ball.w;
  float cover = 1.0 - smoothstep(1.0 - fine, 1.0 + fine, at);
  if (cover <= 0.0) discard;
  if ((bits & 8) != 0) {
    float rim = smoothstep(0.6 - fine, 0.6 + fine, at) * (1.0 - smoothstep(0.87 - fine, 0.87 + fine, at));
    float bar = 1.0 - smoothstep(0.13 - fine, 0.13 + fine, abs(place.x - place.y) * 0.707);
    result = vec4(mix(ground, tied, max(rim, bar * (1.0 - step(0.87, at)))), cover);
    return;
  }
  vec3 shade = mix(wall, ground, smoothstep(0.87 - fine, 0.87 + fine, at));
  shade = mix(lumen, shade, smoothstep(0.54 - fine, 0.56 + fine, at));
  /* Light on the wall, so that a ring reads as a tube. */
  shade += 0.16 * smoothstep(0.5, 0.7, at) * (1.0 - smoothstep(0.72, 0.86, at)) * (0.5 + 0.5 * normalize(place + 1e-6).y);
  result = vec4(shade, cover);
}
`
