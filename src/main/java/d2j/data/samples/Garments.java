package d2j.data.samples;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.random.RandomGenerator;

/** Draws the ten kinds of garments of Fashion-MNIST, each in many cuts, patterns and shades. */
public final class Garments extends DrawnImages {
    @Override
    public String plural() {
        return "garments";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    void draw(Graphics2D graphics, int label, RandomGenerator random) {
        wobble(graphics, random, 0.7, 3, 0.05);
        new Piece(graphics, random).draw(label);
    }

    /** One garment. Lengths are in pixels of the finished picture. */
    private static final class Piece {
        private static final double MIDDLE = SIDE / 2.0;

        private final Graphics2D graphics;
        private final RandomGenerator random;
        private final double shade;

        Piece(Graphics2D graphics, RandomGenerator random) {
            this.graphics = graphics;
            this.random = random;
            this.shade = between(70, 245);
        }

        void draw(int label) {
            switch (label) {
                case 0 -> tShirt();
                case 1 -> trouser();
                case 2 -> pullover();
                case 3 -> dress();
                case 4 -> coat();
                case 5 -> sandal();
                case 6 -> shirt();
                case 7 -> sneaker();
                case 8 -> bag();
                case 9 -> ankleBoot();
                default -> throw new IllegalArgumentException("there are ten classes, so none is " + label);
            }
        }

        private double between(double from, double to) {
            return random.nextDouble(from, to);
        }

        private boolean chance(double probability) {
            return random.nextDouble() < probability;
        }

        // Garments for the upper body -------------------------------------------------------------------------------

        private void tShirt() {
            double top = between(3, 5);
            double bottom = between(21, 25);
            double half = between(5.5, 8);
            double sleeve = chance(0.12) ? 0 : between(3, 7);
            if (chance(0.08)) {
                sleeve = between(8, 13);
            }
            Area body = torso(top, bottom, half, half + between(-0.8, 0.8), between(0.5, 2));
            body.add(sleeves(top, half, sleeve, between(35, 60), between(3, 4.5)));
            body.subtract(neck(top, between(2, 3.6), between(1, 4)));
            fill(body, 0.45);
            if (chance(0.3)) {
                graphics.setColor(grey(shade + (chance(0.5) ? 70 : -70)));
                double size = between(2, 4);
                graphics.fill(new Ellipse2D.Double(MIDDLE - size, between(9, 13), 2 * size, size * between(0.8, 2)));
            }
        }

        private void pullover() {
            double top = between(3, 5.5);
            double bottom = between(21.5, 25);
            double half = between(6, 8.3);
            Area body = torso(top, bottom, half, half + between(-1, 1), between(0.5, 2));
            body.add(sleeves(top, half, between(15, 20), between(8, 26), between(3, 4.5)));
            boolean rollNeck = chance(0.25);
            if (rollNeck) {
                body.add(new Area(new Rectangle2D.Double(MIDDLE - 2.5, top - 2, 5, 3)));
            } else {
                body.subtract(neck(top, between(2, 3.5), between(0.8, 2.5)));
            }
            fill(body, 0.5);
            graphics.clip(body);
            graphics.setColor(grey(shade - 45));
            if (chance(0.6)) {
                graphics.setStroke(new BasicStroke(0.8f));
                graphics.draw(new Line2D.Double(0, bottom - 1.6, SIDE, bottom - 1.6));
            }
            if (chance(0.1)) {
                buttonLine(top, bottom, 0.5);
            }
        }

        private void coat() {
            double top = between(2, 4.5);
            double bottom = between(24.5, 27.8);
            double half = between(5.8, 8);
            Area body = torso(top, bottom, half, half + between(-0.5, 2), between(0.5, 2));
            body.add(sleeves(top, half, between(16, 21), between(6, 22), between(3.2, 4.8)));
            body.subtract(neck(top, between(1.5, 3), between(1.5, 5)));
            fill(body, 0.25);
            graphics.clip(body);
            buttonLine(top, bottom, between(0.7, 1.6));
            if (chance(0.5)) {
                graphics.setColor(grey(shade - 40));
                double pocket = between(15, 19);
                graphics.draw(new Line2D.Double(MIDDLE - 5, pocket, MIDDLE - 2, pocket + 0.6));
                graphics.draw(new Line2D.Double(MIDDLE + 5, pocket, MIDDLE + 2, pocket + 0.6));
            }
        }

        private void shirt() {
            double top = between(2.5, 5);
            double bottom = between(22.5, 27);
            double half = between(5, 7.2);
            boolean shortSleeves = chance(0.22);
            double length = shortSleeves ? between(4, 9) : between(13, 19);
            Area body = torso(top, bottom, half, half + between(-1, 1), between(0.5, 2.2));
            body.add(sleeves(top, half, length, shortSleeves ? between(25, 55) : between(8, 26), between(2.6, 4)));
            body.subtract(neck(top, between(1.5, 3), between(1.5, 4)));
            fill(body, 0.55);
            graphics.clip(body);
            if (chance(0.92)) {
                buttonLine(top, bottom, between(0.4, 0.8));
            }
            if (chance(0.85)) {
                graphics.setColor(grey(shade > 190 ? shade - 90 : shade + 60));
                graphics.setStroke(new BasicStroke(1.1f));
                graphics.draw(new Line2D.Double(MIDDLE, top + 4, MIDDLE - 3, top));
                graphics.draw(new Line2D.Double(MIDDLE, top + 4, MIDDLE + 3, top));
            }
            if (chance(0.3)) {
                graphics.setColor(grey(shade - 40));
                graphics.draw(new Rectangle2D.Double(MIDDLE + 2, top + 6, 3, 3));
            }
        }

        private void dress() {
            double top = between(1.5, 4);
            double bottom = between(23, 27.5);
            double waist = between(2.6, 5);
            double waistAt = top + between(7, 11);
            double hem = waist + between(0.5, 5);
            double shoulder = between(3, 5.5);
            Path2D path = new Path2D.Double();
            path.moveTo(MIDDLE - shoulder, top);
            path.quadTo(MIDDLE - shoulder, top + 5, MIDDLE - waist, waistAt);
            path.quadTo(MIDDLE - waist - 0.4, waistAt + 4, MIDDLE - hem, bottom);
            path.lineTo(MIDDLE + hem, bottom);
            path.quadTo(MIDDLE + waist + 0.4, waistAt + 4, MIDDLE + waist, waistAt);
            path.quadTo(MIDDLE + shoulder, top + 5, MIDDLE + shoulder, top);
            path.closePath();
            Area body = new Area(path);
            double kind = random.nextDouble();
            if (kind < 0.3) {
                body.add(sleeves(top, shoulder, between(3, 6), between(25, 55), between(2.2, 3.2)));
            } else if (kind < 0.5) {
                body.add(sleeves(top, shoulder, between(10, 17), between(8, 24), between(2, 3)));
            }
            body.subtract(neck(top, Math.min(shoulder - 0.8, between(1.5, 3.5)), between(1, 5)));
            fill(body, 0.4);
            if (chance(0.35)) {
                graphics.clip(body);
                graphics.setColor(grey(shade - 60));
                graphics.setStroke(new BasicStroke(1.2f));
                graphics.draw(new Line2D.Double(0, waistAt, SIDE, waistAt));
            }
        }

        private Area torso(double top, double bottom, double shoulders, double hem, double slope) {
            Path2D path = new Path2D.Double();
            double tuck = between(0, 1.2);
            path.moveTo(MIDDLE - 2, top);
            path.lineTo(MIDDLE - shoulders, top + slope);
            path.quadTo(MIDDLE - shoulders + tuck, (top + bottom) / 2, MIDDLE - hem, bottom);
            path.lineTo(MIDDLE + hem, bottom);
            path.quadTo(MIDDLE + shoulders - tuck, (top + bottom) / 2, MIDDLE + shoulders, top + slope);
            path.lineTo(MIDDLE + 2, top);
            path.closePath();
            return new Area(path);
        }

        private Area sleeves(double top, double shoulder, double length, double degrees, double width) {
            Area both = new Area();
            if (length <= 0) {
                return both;
            }
            for (int side = -1; side <= 1; side += 2) {
                double angle = Math.toRadians(degrees + between(-3, 3));
                double x = side * Math.sin(angle);
                double y = Math.cos(angle);
                double startX = MIDDLE + side * (shoulder - width / 3);
                double startY = top + 0.8;
                double endX = startX + x * length;
                double endY = startY + y * length;
                double acrossX = y * side;
                double acrossY = -x * side;
                double cuff = width * between(0.6, 0.85);
                Path2D path = new Path2D.Double();
                path.moveTo(startX - side * width / 2, startY);
                path.lineTo(startX + acrossX * width / 2, startY + acrossY * width / 2 + width / 4);
                path.lineTo(endX + acrossX * cuff / 2, endY + acrossY * cuff / 2);
                path.lineTo(endX - acrossX * cuff / 2, endY - acrossY * cuff / 2);
                path.lineTo(startX - acrossX * width / 2, startY - acrossY * width / 2 + width);
                path.closePath();
                both.add(new Area(path));
            }
            return both;
        }

        private Area neck(double top, double half, double depth) {
            if (chance(0.3)) {
                Path2D path = new Path2D.Double();
                path.moveTo(MIDDLE - half, top - 1);
                path.lineTo(MIDDLE, top + depth);
                path.lineTo(MIDDLE + half, top - 1);
                path.closePath();
                return new Area(path);
            }
            return new Area(new Ellipse2D.Double(MIDDLE - half, top - depth, 2 * half, 2 * depth));
        }

        private void buttonLine(double top, double bottom, double width) {
            graphics.setColor(grey(shade > 150 ? shade - between(60, 130) : chance(0.5) ? 15 : shade + 80));
            graphics.setStroke(new BasicStroke((float) width));
            double lean = between(-0.6, 0.6);
            graphics.draw(new Line2D.Double(MIDDLE + lean, top, MIDDLE - lean, bottom));
        }

        // Other garments --------------------------------------------------------------------------------------------

        private void trouser() {
            double top = between(1, 3);
            double bottom = chance(0.15) ? between(14, 20) : between(24, 27.5);
            double waist = between(3, 5);
            double spread = between(0.2, 2.8);
            double leg = between(1.5, 3);
            double fork = top + between(6, 9);
            Path2D path = new Path2D.Double();
            path.moveTo(MIDDLE - waist, top);
            path.lineTo(MIDDLE - waist - 0.6, fork);
            path.lineTo(MIDDLE - spread - leg - 0.5, bottom);
            path.lineTo(MIDDLE - spread + 0.2, bottom);
            path.lineTo(MIDDLE, fork);
            path.lineTo(MIDDLE + spread - 0.2, bottom);
            path.lineTo(MIDDLE + spread + leg + 0.5, bottom);
            path.lineTo(MIDDLE + waist + 0.6, fork);
            path.lineTo(MIDDLE + waist, top);
            path.closePath();
            fill(path, 0.2);
            if (chance(0.5)) {
                graphics.clip(path);
                graphics.setColor(grey(shade - 60));
                graphics.draw(new Line2D.Double(0, top + 1.5, SIDE, top + 1.5));
                graphics.draw(new Line2D.Double(MIDDLE, top, MIDDLE, fork));
            }
        }

        private void bag() {
            double top = between(9, 14);
            double bottom = between(21, 26);
            double half = between(6, 12);
            double taper = between(-2.5, 1.5);
            Shape body;
            if (chance(0.5)) {
                double round = between(1, 7);
                body = new RoundRectangle2D.Double(MIDDLE - half, top, 2 * half, bottom - top, round, round);
            } else {
                Path2D path = new Path2D.Double();
                path.moveTo(MIDDLE - half - taper, top);
                path.lineTo(MIDDLE - half, bottom);
                path.lineTo(MIDDLE + half, bottom);
                path.lineTo(MIDDLE + half + taper, top);
                path.closePath();
                body = path;
            }
            if (chance(0.85)) {
                double reach = half * between(0.35, 0.9);
                double height = between(3, top - 0.5);
                graphics.setColor(grey(shade + between(-50, 20)));
                graphics.setStroke(new BasicStroke((float) between(0.8, 2)));
                if (chance(0.6)) {
                    graphics.draw(new Ellipse2D.Double(MIDDLE - reach, top - height, 2 * reach, 2 * height));
                } else {
                    graphics.draw(new Line2D.Double(MIDDLE - reach, top, MIDDLE - reach / 2, top - height));
                    graphics.draw(new Line2D.Double(MIDDLE + reach, top, MIDDLE + reach / 2, top - height));
                    double up = top - height;
                    graphics.draw(new Line2D.Double(MIDDLE - reach / 2, up, MIDDLE + reach / 2, up));
                }
            }
            fill(body, 0.3);
            graphics.clip(body);
            graphics.setColor(grey(shade + (chance(0.5) ? 50 : -60)));
            graphics.setStroke(new BasicStroke((float) between(0.6, 1.4)));
            if (chance(0.5)) {
                double flap = between(2, 6);
                graphics.draw(new QuadCurve2D.Double(
                        MIDDLE - half, top + flap / 2, MIDDLE, top + 2 * flap, MIDDLE + half, top + flap / 2));
            }
            if (chance(0.3)) {
                graphics.fill(new Rectangle2D.Double(MIDDLE - 1, (top + bottom) / 2, 2, 2));
            }
        }

        private void sneaker() {
            maybeMirror();
            double ground = between(18, 22);
            double heel = ground - between(5, 8.5);
            double toe = ground - between(2, 4);
            double left = between(1, 3);
            double right = SIDE - between(1, 3);
            Path2D path = shoe(left, right, ground, toe, heel, heel, between(0.55, 0.75));
            fill(path, 0.15);
            sole(left, right, ground, between(0.8, 2), 0);
            graphics.clip(path);
            graphics.setColor(grey(shade + (chance(0.5) ? 80 : -70)));
            graphics.setStroke(new BasicStroke(0.7f));
            int laces = random.nextInt(5);
            for (int i = 0; i < laces; i++) {
                double x = 11 + 1.8 * i;
                graphics.draw(new Line2D.Double(x, ground - 7, x + 1.5, ground - 3.5));
            }
        }

        private void ankleBoot() {
            maybeMirror();
            double ground = between(22, 26);
            double shaft = chance(0.25) ? ground - between(10, 13) : ground - between(13, 20);
            double toe = ground - between(3, 5);
            double left = between(1.5, 5);
            double right = SIDE - between(3, 7);
            double heelHeight = chance(0.4) ? between(1.5, 5) : 0;
            Path2D path =
                    shoe(left, right, ground - heelHeight / 3, toe, shaft, shaft + between(-1, 1), between(0.5, 0.68));
            fill(path, 0.15);
            sole(left, right, ground, between(0.6, 1.8), heelHeight);
            graphics.clip(path);
            if (chance(0.5)) {
                graphics.setColor(grey(shade - 60));
                graphics.setStroke(new BasicStroke(0.7f));
                graphics.draw(new Line2D.Double(right - 4, shaft, right - 4.5, ground - 4));
            }
        }

        private void sandal() {
            maybeMirror();
            double ground = between(19, 24);
            double left = between(1, 4);
            double right = SIDE - between(1, 4);
            double heel = chance(0.45) ? between(2.5, 8) : between(0, 1.5);
            double sole = between(0.9, 2.4);
            graphics.setColor(grey(shade));
            graphics.setStroke(new BasicStroke((float) sole, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            Path2D foot = new Path2D.Double();
            foot.moveTo(left, ground);
            foot.curveTo(left + 8, ground + 0.5, right - 12, ground - heel / 2, right, ground - heel);
            graphics.draw(foot);
            if (heel > 2) {
                graphics.setStroke(new BasicStroke((float) between(0.8, 2.4)));
                graphics.draw(new Line2D.Double(right - 0.5, ground - heel, right - between(0, 1.5), ground + 0.5));
            }
            int straps = 1 + random.nextInt(4);
            for (int i = 0; i < straps; i++) {
                graphics.setColor(grey(shade + between(-50, 40)));
                graphics.setStroke(new BasicStroke((float) between(0.7, 2.2)));
                double from = left + between(1, 14);
                double to = Math.min(right, from + between(3, 9));
                double lift = between(2, 9);
                graphics.draw(new QuadCurve2D.Double(
                        from,
                        ground - 0.5,
                        (from + to) / 2 + between(-1, 2),
                        ground - heel / 2 - 2 * lift,
                        to,
                        ground - heel * (to - left) / (right - left)));
            }
            if (chance(0.6)) {
                graphics.setStroke(new BasicStroke((float) between(0.7, 1.6)));
                double height = between(4, 10);
                graphics.draw(new Line2D.Double(right, ground - heel, right - 0.5, ground - heel - height));
                graphics.draw(new Line2D.Double(
                        right - 0.5,
                        ground - heel - height,
                        right - between(4, 8),
                        ground - heel - height + between(-1, 2)));
            }
        }

        /** A shoe that points to the left. */
        private Path2D shoe(
                double left, double right, double ground, double toe, double heel, double opening, double instep) {
            Path2D path = new Path2D.Double();
            double throat = left + (right - left) * instep;
            path.moveTo(left, ground);
            path.quadTo(left - 0.5, toe, left + 3, toe);
            path.quadTo(throat - 3, toe - 0.5, throat, opening + 0.3);
            path.lineTo(right - 1, heel);
            path.quadTo(right - between(-0.5, 1.5), (heel + ground) / 2, right, ground);
            path.closePath();
            return path;
        }

        private void sole(double left, double right, double ground, double thickness, double heel) {
            graphics.setColor(grey(shade + (chance(0.5) ? 60 : -60)));
            graphics.fill(new RoundRectangle2D.Double(
                    left, ground - thickness / 2, (right - left) * (heel > 0 ? 0.55 : 1), thickness, 1, 1));
            if (heel > 0) {
                double width = between(1.5, 4);
                graphics.fill(new Rectangle2D.Double(right - width, ground - heel, width, heel + thickness / 2));
            }
        }

        /** Most shoes point to the left, as in the original. */
        private void maybeMirror() {
            if (chance(0.22)) {
                graphics.translate(SIDE, 0);
                graphics.scale(-1, 1);
            }
        }

        /** Fills the shape with a shade and, with the given probability, a pattern. */
        private void fill(Shape shape, double patterned) {
            graphics.setColor(grey(shade));
            graphics.fill(shape);
            Shape clip = graphics.getClip();
            graphics.clip(shape);
            if (chance(patterned)) {
                pattern(shape.getBounds2D());
            }
            // Folds and shadows.
            int folds = random.nextInt(4);
            for (int i = 0; i < folds; i++) {
                graphics.setColor(grey(shade - between(10, 45)));
                graphics.setStroke(new BasicStroke((float) between(0.5, 1.6)));
                double x = between(4, SIDE - 4);
                double y = between(4, SIDE - 4);
                graphics.draw(new Line2D.Double(x, y, x + between(-3, 3), y + between(2, 9)));
            }
            graphics.setClip(clip);
        }

        private void pattern(Rectangle2D bounds) {
            graphics.setColor(grey(shade > 140 ? shade - between(40, 120) : shade + between(40, 110)));
            double step = between(2, 5);
            double width = step * between(0.25, 0.6);
            graphics.setStroke(new BasicStroke((float) width));
            int kind = random.nextInt(5);
            boolean across = kind == 0 || kind == 2;
            boolean down = kind == 1 || kind == 2;
            for (double at = between(0, step); at < SIDE; at += step) {
                if (across) {
                    graphics.draw(new Line2D.Double(0, at, SIDE, at));
                }
                if (down) {
                    graphics.draw(new Line2D.Double(at, 0, at, SIDE));
                }
                if (kind == 3) {
                    for (double y = between(0, step); y < SIDE; y += step) {
                        graphics.fill(new Ellipse2D.Double(at, y, width, width));
                    }
                }
            }
            if (kind == 4) {
                // Two colours, one above the other.
                double split = bounds.getY() + bounds.getHeight() * between(0.25, 0.75);
                graphics.fill(new Rectangle2D.Double(-SIDE, split, 3 * SIDE, 2 * SIDE));
            }
        }
    }
}
