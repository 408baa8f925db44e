/// What waits for somebody to decide it: reports, and appeals of users against what was imposed on
/// them in a room. Entry: [io.klatch.domain.review.Reviewing], its port [ReviewStore]; and
/// [Appealing], by which users appeal.
///
/// What is imposed and lifted is the business of rooms; this asks for it by [Lifting].
@NullMarked
package io.klatch.domain.review;

import org.jspecify.annotations.NullMarked;
