package d2j.data.samples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * One invented house in the columns of the Ames house prices.
 *
 * <p>A neighbourhood has a level and an age; quality, areas and equipment follow from them with chance, and the
 * logarithm of the price is a sum over these, with some interactions and noise.
 */
final class GeneratedHouse {
    private static final String[] NEIGHBOURHOODS = {
        "NAmes", "CollgCr", "OldTown", "Edwards", "Somerst", "Gilbert", "NridgHt", "Sawyer", "NWAmes", "SawyerW",
        "BrkSide", "Crawfor", "Mitchel", "NoRidge", "Timber", "IDOTRR", "ClearCr", "StoneBr", "SWISU", "MeadowV",
        "Blmngtn", "BrDale", "Veenker", "NPkVill", "Blueste"
    };
    private static final double[] SHARE = {
        225, 150, 113, 100, 86, 79, 77, 74, 73, 59, 58, 51, 49, 41, 38, 37, 28, 25, 25, 17, 17, 16, 11, 9, 2
    };
    /** Quality of a neighbourhood's houses in standard deviations. */
    private static final double[] LEVEL = {
        -0.5, 0.5, -0.6, -0.7, 0.9, 0.4, 1.6, -0.6, 0.2, 0.1, -0.7, 0.4, -0.2, 1.7, 0.8, -1.2, 0.4, 1.7, -0.5, -1.4,
        0.8, -1.1, 0.6, -0.4, -0.5
    };

    private static final double[] BUILT = {
        1959, 1998, 1925, 1955, 2003, 1998, 2005, 1963, 1976, 1988, 1930, 1941, 1981, 1995, 1991, 1928, 1966, 1998,
        1925, 1972, 2005, 1971, 1983, 1975, 1980
    };
    private static final String[] GRADES = {"Po", "Fa", "TA", "Gd", "Ex"};

    private final RandomGenerator random;
    private final Map<String, String> values = new LinkedHashMap<>();

    GeneratedHouse(int id, RandomGenerator random) {
        this.random = random;
        build(id);
    }

    /** The names of the columns, or the values, as a line of comma-separated text. */
    String line(boolean names, boolean withPrice) {
        StringBuilder line = new StringBuilder();
        for (Map.Entry<String, String> column : values.entrySet()) {
            if (withPrice || !column.getKey().equals("SalePrice")) {
                line.append(line.length() == 0 ? "" : ",").append(names ? column.getKey() : column.getValue());
            }
        }
        return line.append('\n').toString();
    }

    private void build(int id) {
        int area = weighted(SHARE);
        double level = 0.8 * LEVEL[area] + 0.6 * normal();
        int sold = 2006 + random.nextInt(5);
        int built = (int) clamp(BUILT[area] + 11 * normal(), 1872, sold);
        double modern = (built - 1971) / 30.0;
        int remodelled = chance(0.45) && built < 2000
                ? (int) (Math.max(1950, built) + (sold - Math.max(1950, built)) * random.nextDouble())
                : Math.max(1950, built);
        double renewed = (remodelled - 1985) / 20.0;
        int quality = (int) clamp(Math.round(6.1 + 0.75 * level + 0.55 * modern + 0.5 * normal()), 1, 10);
        int condition = (int) clamp(Math.round(5.6 - 0.4 * modern + 0.25 * renewed + 0.9 * normal()), 1, 9);
        boolean townhouse = chance(area == 19 || area == 20 || area == 21 || area == 23 || area == 24 ? 0.9 : 0.06);
        boolean twoStoreys = chance(clamp(0.35 + 0.15 * level + 0.1 * modern, 0.1, 0.8));
        boolean half = !twoStoreys && built < 1955 && chance(0.45);
        double size = Math.exp(7.0 + 0.17 * level + 0.03 * modern + 0.21 * normal());
        double footprint = clamp(size * (twoStoreys ? 0.85 : 1.02), 334, 3200);
        int first = (int) footprint;
        int second = twoStoreys
                ? (int) (footprint * clamp(0.95 + 0.15 * normal(), 0.4, 1.3))
                : half ? (int) (footprint * clamp(0.5 + 0.15 * normal(), 0.15, 0.9)) : 0;
        int lowQuality = chance(0.018) ? 80 + random.nextInt(450) : 0;
        int living = first + second + lowQuality;
        boolean basement = chance(0.975);
        int basementArea = basement ? (int) clamp(first * (0.95 + 0.12 * normal()), 105, 3200) : 0;
        double finishedShare = basement && chance(0.7) ? clamp(0.55 + 0.28 * normal(), 0.02, 1) : 0;
        int finished = (int) (basementArea * finishedShare);
        int finished2 = finished > 0 && chance(0.11) ? (int) ((basementArea - finished) * random.nextDouble()) : 0;
        int garageCars =
                chance(0.055) ? 0 : (int) clamp(Math.round(1.85 + 0.35 * level + 0.3 * modern + 0.45 * normal()), 1, 4);
        int garageArea = garageCars == 0 ? 0 : (int) clamp(garageCars * 262 + 60 * normal(), 160, 1418);
        int lot = (int)
                (townhouse
                        ? clamp(3000 + 900 * normal(), 1300, 6000)
                        : Math.exp(
                                9.13 + 0.1 * level + 0.3 * normal() + (chance(0.04) ? random.nextDouble() * 1.6 : 0)));
        int fullBaths = (int) clamp(Math.round(1.45 + living / 4000.0 + 0.35 * modern + 0.25 * normal()), 1, 3);
        int halfBaths = twoStoreys ? (chance(0.65) ? 1 : 0) : chance(0.15) ? 1 : 0;
        int bedrooms = (int) clamp(Math.round(1.5 + living / 1100.0 + 0.55 * normal()), 1, 6);
        int rooms = (int) clamp(Math.round(bedrooms + 1.6 + living / 850.0 + 0.6 * normal()), 3, 14);
        int fireplaces = (int) clamp(Math.round(0.35 + 0.4 * level + living / 5000.0 + 0.5 * normal()), 0, 3);
        double finish = 2.3 + 0.4 * level + 0.3 * renewed;
        int kitchen = grade(finish + 0.2, 0.45);
        int exterior = grade(2.15 + 0.4 * level + 0.35 * modern, 0.35);
        int basementHeight = grade(2.25 + 0.2 * level + 0.55 * modern, 0.35);
        int heating = grade(2.8 + 0.5 * renewed, 0.8);
        int veneer = chance(clamp(0.4 + 0.15 * level, 0.05, 0.9)) ? (int) Math.exp(5.2 + 0.65 * normal()) : 0;
        boolean air = chance(clamp(0.95 + 0.08 * modern, 0.3, 1));
        boolean culDeSac = chance(0.065);
        int deck = chance(0.48) ? (int) Math.exp(5.1 + 0.5 * normal()) : 0;
        int porch = chance(0.55) ? (int) Math.exp(4.1 + 0.6 * normal()) : 0;
        int enclosed = built < 1960 && chance(0.3) ? 40 + random.nextInt(220) : 0;
        int screen = chance(0.08) ? 60 + random.nextInt(260) : 0;
        boolean pool = chance(0.005);
        String zoning = area == 4 && chance(0.75)
                ? "FV"
                : area == 15 && chance(0.25)
                        ? "C (all)"
                        : townhouse || built < 1935 && chance(0.7) ? "RM" : chance(0.012) ? "RH" : "RL";
        boolean isNew = built >= sold - 1 && chance(0.75);
        String saleCondition = isNew ? "Partial" : chance(0.08) ? "Abnorml" : chance(0.015) ? "Family" : "Normal";
        boolean foundationNew = built > 1990 || built > 1975 && chance(0.4);
        double functional = chance(0.07) ? 1 : 0;
        String neighbourhood = NEIGHBOURHOODS[area];

        put("Id", id);
        put(
                "MSSubClass",
                townhouse
                        ? (twoStoreys ? 160 : 120)
                        : half ? 50 : twoStoreys ? (built < 1946 ? 70 : 60) : built < 1946 ? 30 : 20);
        put("MSZoning", zoning);
        put(
                "LotFrontage",
                chance(0.177) ? "NA" : text(clamp(Math.round(Math.sqrt(lot) * 0.55 + 14 + 9 * normal()), 21, 313)));
        put("LotArea", lot);
        put("Street", chance(0.996) ? "Pave" : "Grvl");
        put("Alley", !chance(0.063) ? "NA" : chance(0.5) ? "Grvl" : "Pave");
        put("LotShape", culDeSac || chance(0.34) ? pick("IR1:484 IR2:41 IR3:10") : "Reg");
        put("LandContour", pick("Lvl:1311 Bnk:63 HLS:50 Low:36"));
        put("Utilities", chance(0.999) ? "AllPub" : "NoSeWa");
        put("LotConfig", culDeSac ? "CulDSac" : pick("Inside:1052 Corner:263 FR2:47 FR3:4"));
        put("LandSlope", pick("Gtl:1382 Mod:65 Sev:13"));
        put("Neighborhood", neighbourhood);
        String road = pick("Norm:1260 Feedr:81 Artery:48 RRAn:26 PosN:19 RRAe:11 PosA:8 RRNn:5 RRNe:2");
        put("Condition1", road);
        put("Condition2", pick("Norm:1445 Feedr:6 Artery:2 PosN:2"));
        put("BldgType", townhouse ? pick("TwnhsE:114 Twnhs:43") : pick("1Fam:1220 Duplex:52 2fmCon:31"));
        put(
                "HouseStyle",
                twoStoreys
                        ? "2Story"
                        : half ? pick("1.5Fin:154 1.5Unf:14") : pick("1Story:726 SLvl:65 " + "SFoyer:37"));
        put("OverallQual", quality);
        put("OverallCond", condition);
        put("YearBuilt", built);
        put("YearRemodAdd", Math.min(sold, remodelled));
        put("RoofStyle", pick("Gable:1141 Hip:286 Flat:13 Gambrel:11 Mansard:7 Shed:2"));
        put("RoofMatl", pick("CompShg:1434 Tar&Grv:11 WdShngl:6 WdShake:5"));
        String cladding = built > 1985
                ? pick("VinylSd:480 CemntBd:55 MetalSd:40 HdBoard:60 Wd_Sdng:20")
                : pick("HdBoard:160 MetalSd:180 Wd_Sdng:190 Plywood:105 BrkFace:50 WdShing:26 Stucco:25 AsbShng:20 "
                        + "VinylSd:60");
        put("Exterior1st", cladding);
        put(
                "Exterior2nd",
                switch (cladding) {
                    case "CemntBd" -> "CmentBd";
                    case "WdShing" -> "Wd Shng";
                    default -> cladding;
                });
        boolean unknownVeneer = chance(0.0055);
        put("MasVnrType", unknownVeneer ? "NA" : veneer == 0 ? "None" : pick("BrkFace:445 Stone:128 BrkCmn:15"));
        put("MasVnrArea", unknownVeneer ? "NA" : text(veneer));
        put("ExterQual", GRADES[Math.max(1, exterior)]);
        put("ExterCond", pick("TA:1282 Gd:146 Fa:28 Ex:3 Po:1"));
        put(
                "Foundation",
                foundationNew
                        ? "PConc"
                        : built < 1940
                                ? pick("BrkTil:140 CBlock:60 Stone:6 PConc:20")
                                : pick("CBlock:600 Slab:24 PConc:80 Wood:3"));
        put("BsmtQual", basement ? GRADES[Math.max(1, basementHeight)] : "NA");
        put("BsmtCond", basement ? pick("TA:1311 Gd:65 Fa:45 Po:2") : "NA");
        put("BsmtExposure", basement ? pick("No:953 Av:221 Gd:134 Mn:114") : "NA");
        put(
                "BsmtFinType1",
                !basement
                        ? "NA"
                        : finished == 0
                                ? "Unf"
                                : built > 1985
                                        ? pick("GLQ:340 ALQ:60 BLQ:30 Rec:10 LwQ:20")
                                        : pick("GLQ:80 ALQ:160 BLQ:118 Rec:123 LwQ:54"));
        put("BsmtFinSF1", finished);
        put("BsmtFinType2", !basement ? "NA" : finished2 == 0 ? "Unf" : pick("Rec:54 LwQ:46 BLQ:33 ALQ:19 GLQ:14"));
        put("BsmtFinSF2", finished2);
        put("BsmtUnfSF", basementArea - finished - finished2);
        put("TotalBsmtSF", basementArea);
        put("Heating", pick("GasA:1428 GasW:18 Grav:7 Wall:4 OthW:2"));
        put("HeatingQC", GRADES[heating]);
        put("CentralAir", air ? "Y" : "N");
        put("Electrical", chance(0.001) ? "NA" : built > 1965 ? "SBrkr" : pick("SBrkr:500 FuseA:94 FuseF:27 FuseP:3"));
        put("1stFlrSF", first);
        put("2ndFlrSF", second);
        put("LowQualFinSF", lowQuality);
        put("GrLivArea", living);
        put("BsmtFullBath", finished > 300 && chance(0.6) ? 1 : 0);
        put("BsmtHalfBath", finished > 0 && chance(0.08) ? 1 : 0);
        put("FullBath", fullBaths);
        put("HalfBath", halfBaths);
        put("BedroomAbvGr", bedrooms);
        put("KitchenAbvGr", chance(0.045) ? 2 : 1);
        put("KitchenQual", GRADES[Math.max(1, kitchen)]);
        put("TotRmsAbvGrd", rooms);
        put("Functional", functional == 0 ? "Typ" : pick("Min2:34 Min1:31 Mod:15 Maj1:14 Maj2:5"));
        put("Fireplaces", fireplaces);
        put("FireplaceQu", fireplaces == 0 ? "NA" : pick("Gd:380 TA:313 Fa:33 Ex:24 Po:20"));
        put(
                "GarageType",
                garageCars == 0
                        ? "NA"
                        : built > 1955
                                ? pick("Attchd:800 BuiltIn:88 Detchd:110 Basment:19")
                                : pick("Detchd:280 Attchd:90 2Types:6 CarPort:9"));
        put(
                "GarageYrBlt",
                garageCars == 0 ? "NA" : text(chance(0.75) ? built : Math.min(sold, built + random.nextInt(25))));
        put(
                "GarageFinish",
                garageCars == 0
                        ? "NA"
                        : level + modern > 0.6 ? pick("Fin:250 RFn:280 Unf:90") : pick("Unf:515 RFn:142 Fin:102"));
        put("GarageCars", garageCars);
        put("GarageArea", garageArea);
        put("GarageQual", garageCars == 0 ? "NA" : pick("TA:1311 Fa:48 Gd:14 Ex:3 Po:3"));
        put("GarageCond", garageCars == 0 ? "NA" : pick("TA:1326 Fa:35 Gd:9 Po:7 Ex:2"));
        put("PavedDrive", built > 1955 || chance(0.75) ? "Y" : pick("N:90 P:30"));
        put("WoodDeckSF", deck);
        put("OpenPorchSF", porch);
        put("EnclosedPorch", enclosed);
        put("3SsnPorch", chance(0.016) ? 100 + random.nextInt(300) : 0);
        put("ScreenPorch", screen);
        put("PoolArea", pool ? 450 + random.nextInt(300) : 0);
        put("PoolQC", pool ? pick("Gd:3 Ex:2 Fa:2") : "NA");
        put("Fence", chance(0.19) ? pick("MnPrv:157 GdPrv:59 GdWo:54 MnWw:11") : "NA");
        boolean shed = chance(0.037);
        put("MiscFeature", shed ? pick("Shed:49 Gar2:2 Othr:2") : "NA");
        put("MiscVal", shed ? 100 * (3 + random.nextInt(20)) : 0);
        put("MoSold", pick("1:58 2:52 3:106 4:141 5:204 6:253 7:234 8:122 9:63 10:89 11:79 12:59"));
        put("YrSold", sold);
        put("SaleType", isNew ? "New" : pick("WD:1267 COD:43 ConLD:9 ConLI:5 ConLw:5 CWD:4 Oth:3"));
        put("SaleCondition", saleCondition);

        double logarithm = 11.98
                + 0.075 * (quality - 6)
                + 0.045 * (condition - 5.6)
                + 0.07 * modern
                + 0.03 * renewed
                + 0.00023 * (living - 1515)
                + 0.00009 * (basementArea - 1057)
                + 0.00008 * (finished - 444)
                + 0.055 * (garageCars - 1.77)
                + 0.06 * Math.log(lot / 9500.0)
                + 0.035 * (fireplaces - 0.6)
                + 0.03 * (fullBaths + 0.5 * halfBaths - 1.75)
                + 0.04 * (kitchen - 2.5)
                + 0.03 * (exterior - 2.4)
                + 0.025 * (basementHeight - 2.5)
                + 0.045 * LEVEL[area]
                + (air ? 0 : -0.09)
                + (basement ? 0 : -0.05)
                + (zoning.equals("C (all)") ? -0.25 : zoning.equals("RM") ? -0.04 : 0)
                + (saleCondition.equals("Abnorml") ? -0.09 : saleCondition.equals("Partial") ? 0.04 : 0)
                + (road.equals("Artery") || road.equals("Feedr") ? -0.06 : 0)
                - 0.06 * functional
                + 0.00012 * (deck + porch + screen - 140)
                // Size is worth more where the quality is high, and age less where the house was renewed.
                + 0.00005 * (living - 1515) * (quality - 6)
                - 0.03 * modern * Math.max(0, renewed)
                + 0.01 * level * modern
                + 0.12 * normal() * (chance(0.03) ? 2.5 : 1);
        put("SalePrice", (int) (Math.round(clamp(Math.exp(logarithm), 34_900, 900_000) / 100) * 100));
    }

    private void put(String column, int value) {
        values.put(column, Integer.toString(value));
    }

    private void put(String column, String value) {
        values.put(column, value.replace('_', ' '));
    }

    private static String text(double value) {
        return Long.toString((long) value);
    }

    private double normal() {
        return random.nextGaussian();
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }

    /** An index into {@link #GRADES} near a mean. */
    private int grade(double mean, double spread) {
        return (int) clamp(Math.round(mean + spread * normal()), 0, 4);
    }

    private int weighted(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double at = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** One of several values, given as "value:weight value:weight ...". */
    private String pick(String choices) {
        String[] parts = choices.split(" (?=[^ :]+:)");
        double[] weights = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            weights[i] = Double.parseDouble(parts[i].substring(parts[i].lastIndexOf(':') + 1));
        }
        String part = parts[weighted(weights)];
        return part.substring(0, part.lastIndexOf(':'));
    }
}
