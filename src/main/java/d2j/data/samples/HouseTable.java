package d2j.data.samples;

import java.util.List;

/**
 * House sales in the columns of the Ames house prices.
 *
 * <p>A neighbourhood has a level and an age; quality, areas and equipment follow from them with chance, and the
 * logarithm of the price is a sum over these, with some interactions and noise.
 */
final class HouseTable {
    /** Each neighbourhood: its share, the quality of its houses in standard deviations, when they were built. */
    private static final String[] NEIGHBOURHOODS = {
        "NAmes 225 -0.5 1959",
        "CollgCr 150 0.5 1998",
        "OldTown 113 -0.6 1925",
        "Edwards 100 -0.7 1955",
        "Somerst 86 0.9 2003",
        "Gilbert 79 0.4 1998",
        "NridgHt 77 1.6 2005",
        "Sawyer 74 -0.6 1963",
        "NWAmes 73 0.2 1976",
        "SawyerW 59 0.1 1988",
        "BrkSide 58 -0.7 1930",
        "Crawfor 51 0.4 1941",
        "Mitchel 49 -0.2 1981",
        "NoRidge 41 1.7 1995",
        "Timber 38 0.8 1991",
        "IDOTRR 37 -1.2 1928",
        "ClearCr 28 0.4 1966",
        "StoneBr 25 1.7 1998",
        "SWISU 25 -0.5 1925",
        "MeadowV 17 -1.4 1972",
        "Blmngtn 17 0.8 2005",
        "BrDale 16 -1.1 1971",
        "Veenker 11 0.6 1976",
        "NPkVill 9 -0.4 1983",
        "Blueste 2 -0.5 1980"
    };

    private static final List<String> GRADES = List.of("Po", "Fa", "TA", "Gd", "Ex");

    private HouseTable() {}

    private static String grade(TableDrawer.Row row, double mean, double spread, int lowest) {
        return GRADES.get(row.count(mean, spread, lowest, 4));
    }

    private static double graded(TableDrawer.Row row, String column, double ofNone) {
        int grade = GRADES.indexOf(row.text(column));
        return grade < 0 ? ofNone : grade;
    }

    private static String orNone(boolean there, String value) {
        return there ? value : "NA";
    }

    /** Draws houses whose Id begins after this one. */
    static TableDrawer after(int lastId) {
        TableDrawer table = new TableDrawer();
        place(table.with("Id", r -> lastId + 1 + r.row()));
        building(table);
        equipment(table);
        price(table);
        return table;
    }

    private static void place(TableDrawer table) {
        StringBuilder shares = new StringBuilder();
        for (int i = 0; i < NEIGHBOURHOODS.length; i++) {
            shares.append(i).append(':').append(NEIGHBOURHOODS[i].split(" ")[1]).append(' ');
        }
        table.with("area", r -> NEIGHBOURHOODS[Integer.parseInt(r.pick(shares.toString()))])
                .with("Neighborhood", r -> r.text("area").split(" ")[0])
                .with("area level", r -> Double.valueOf(r.text("area").split(" ")[2]))
                .with("level", r -> 0.8 * r.number("area level") + 0.6 * r.normal())
                .with("YrSold", r -> r.between(2006, 2011))
                .with("YearBuilt", r ->
                        (int) r.normal(Double.parseDouble(r.text("area").split(" ")[3]), 11, 1872, r.number("YrSold")))
                .with("modern", r -> (r.number("YearBuilt") - 1971) / 30)
                .with("old", r -> r.number("YearBuilt") < 1946)
                .with("recent", r -> r.number("YearBuilt") > 1985)
                .with("YearRemodAdd", r -> {
                    int from = (int) Math.max(1950, r.number("YearBuilt"));
                    return r.chance(0.45) && from < 2000 ? r.between(from, (int) r.number("YrSold") + 1) : from;
                })
                .with("renewed", r -> (r.number("YearRemodAdd") - 1985) / 20)
                .with(
                        "townhouse",
                        r -> r.chance(
                                r.text("Neighborhood").matches("MeadowV|Blmngtn|BrDale|NPkVill|Blueste") ? 0.9 : 0.06))
                .with(
                        "MSZoning",
                        r -> r.text("Neighborhood").equals("Somerst") && r.chance(0.75)
                                ? "FV"
                                : r.text("Neighborhood").equals("IDOTRR") && r.chance(0.25)
                                        ? "C (all)"
                                        : r.is("townhouse") || r.number("YearBuilt") < 1935 && r.chance(0.7)
                                                ? "RM"
                                                : r.pick("RL:988 RH:12"))
                .with("LotArea", r -> (int)
                        (r.is("townhouse")
                                ? r.normal(3000, 900, 1300, 6000)
                                : Math.exp(9.13
                                        + 0.1 * r.number("level")
                                        + 0.3 * r.normal()
                                        + (r.chance(0.04) ? r.between(0, 17) / 10.0 : 0))))
                .with(
                        "LotFrontage",
                        r -> orNone(
                                r.chance(0.823), "" + r.count(Math.sqrt(r.number("LotArea")) * 0.55 + 14, 9, 21, 313)))
                .with("LotConfig", r -> r.pick("Inside:1052 Corner:263 CulDSac:94 FR2:47 FR3:4"))
                .with(
                        "LotShape",
                        r -> r.text("LotConfig").equals("CulDSac")
                                ? r.pick("IR1:484 IR2:41 IR3:10")
                                : r.pick("Reg:925 IR1:430 IR2:36 IR3:9"))
                .shares(
                        """
                        Street = Pave:1454 Grvl:6
                        Alley = NA:1369 Grvl:50 Pave:41
                        LandContour = Lvl:1311 Bnk:63 HLS:50 Low:36
                        Utilities = AllPub:1459 NoSeWa:1
                        LandSlope = Gtl:1382 Mod:65 Sev:13
                        Condition1 = Norm:1260 Feedr:81 Artery:48 RRAn:26 PosN:19 RRAe:11 PosA:8 RRNn:5 RRNe:2
                        Condition2 = Norm:1445 Feedr:6 Artery:2 PosN:2
                        Fence = NA:1179 MnPrv:157 GdPrv:59 GdWo:54 MnWw:11
                        MoSold = 1:58 2:52 3:106 4:141 5:204 6:253 7:234 8:122 9:63 10:89 11:79 12:59
                        """);
    }

    private static void building(TableDrawer table) {
        table.with("OverallQual", r -> r.count(6.1 + 0.75 * r.number("level") + 0.55 * r.number("modern"), 0.5, 1, 10))
                .with(
                        "OverallCond",
                        r -> r.count(5.6 - 0.4 * r.number("modern") + 0.25 * r.number("renewed"), 0.9, 1, 9))
                .with(
                        "two",
                        r -> r.chance(Math.max(
                                0.1, Math.min(0.8, 0.35 + 0.15 * r.number("level") + 0.1 * r.number("modern")))))
                .with("half", r -> !r.is("two") && r.number("YearBuilt") < 1955 && r.chance(0.45))
                .with("1stFlrSF", r -> (int) Math.max(
                        334,
                        Math.min(
                                3200,
                                (r.is("two") ? 0.85 : 1.02)
                                        * Math.exp(7
                                                + 0.17 * r.number("level")
                                                + 0.03 * r.number("modern")
                                                + 0.21 * r.normal()))))
                .with("2ndFlrSF", r -> (int) (r.number("1stFlrSF")
                        * (r.is("two")
                                ? r.normal(0.95, 0.15, 0.4, 1.3)
                                : r.is("half") ? r.normal(0.5, 0.15, 0.15, 0.9) : 0)))
                .with("LowQualFinSF", r -> r.chance(0.018) ? r.between(80, 530) : 0)
                .with("GrLivArea", r -> (int) (r.number("1stFlrSF") + r.number("2ndFlrSF") + r.number("LowQualFinSF")))
                .with(
                        "BldgType",
                        r -> r.pick(r.is("townhouse") ? "TwnhsE:114 Twnhs:43" : "1Fam:1220 Duplex:52 2fmCon:31"))
                .with(
                        "HouseStyle",
                        r -> r.pick(
                                r.is("two")
                                        ? "2Story:1"
                                        : r.is("half") ? "1.5Fin:154 1.5Unf:14" : "1Story:726 SLvl:65 SFoyer:37"))
                .with(
                        "MSSubClass",
                        r -> r.is("townhouse")
                                ? (r.is("two") ? 160 : 120)
                                : r.is("half") ? 50 : r.is("two") ? (r.is("old") ? 70 : 60) : r.is("old") ? 30 : 20)
                .with(
                        "Exterior1st",
                        r -> r.pick(
                                r.is("recent")
                                        ? "VinylSd:480 CemntBd:55 MetalSd:40 HdBoard:60 Wd_Sdng:20"
                                        : "HdBoard:160 MetalSd:180 Wd_Sdng:190 Plywood:105 BrkFace:50"
                                                + " WdShing:26 Stucco:25 AsbShng:20 VinylSd:60"))
                .with(
                        "Exterior2nd",
                        r -> r.text("Exterior1st").replace("CemntBd", "CmentBd").replace("WdShing", "Wd Shng"))
                .with("veneer known", r -> r.chance(0.9945))
                .with(
                        "veneer",
                        r -> r.chance(Math.max(0.05, 0.4 + 0.15 * r.number("level")))
                                ? (int) Math.exp(5.2 + 0.65 * r.normal())
                                : 0)
                .with("MasVnrArea", r -> orNone(r.is("veneer known"), r.text("veneer")))
                .with(
                        "MasVnrType",
                        r -> orNone(
                                r.is("veneer known"),
                                r.pick(r.number("veneer") == 0 ? "None:1" : "BrkFace:445 Stone:128 BrkCmn:15")))
                .with("ExterQual", r -> grade(r, 2.15 + 0.4 * r.number("level") + 0.35 * r.number("modern"), 0.35, 1))
                .with(
                        "Foundation",
                        r -> r.pick(
                                r.number("YearBuilt") > 1990
                                        ? "PConc:1"
                                        : r.number("YearBuilt") < 1940
                                                ? "BrkTil:140 CBlock:60 Stone:6 PConc:20"
                                                : "CBlock:560 Slab:24 PConc:150 Wood:3"))
                .shares(
                        """
                        RoofStyle = Gable:1141 Hip:286 Flat:13 Gambrel:11 Mansard:7 Shed:2
                        RoofMatl = CompShg:1434 Tar&Grv:11 WdShngl:6 WdShake:5
                        ExterCond = TA:1282 Gd:146 Fa:28 Ex:3 Po:1
                        Functional = Typ:1360 Min2:34 Min1:31 Mod:15 Maj1:14 Maj2:5
                        """);
        basement(table);
    }

    private static void basement(TableDrawer table) {
        table.with("basement", r -> r.chance(0.975))
                .with(
                        "TotalBsmtSF",
                        r -> r.is("basement")
                                ? (int) Math.max(105, Math.min(3200, r.number("1stFlrSF") * (0.95 + 0.12 * r.normal())))
                                : 0)
                .with(
                        "BsmtFinSF1",
                        r -> r.is("basement") && r.chance(0.7)
                                ? (int) (r.number("TotalBsmtSF") * r.normal(0.55, 0.28, 0.02, 1))
                                : 0)
                .with(
                        "BsmtFinSF2",
                        r -> r.number("BsmtFinSF1") > 0 && r.chance(0.11)
                                ? r.between(0, 1 + (int) (r.number("TotalBsmtSF") - r.number("BsmtFinSF1")))
                                : 0)
                .with("BsmtUnfSF", r ->
                        (int) (r.number("TotalBsmtSF") - r.number("BsmtFinSF1") - r.number("BsmtFinSF2")))
                .with(
                        "BsmtQual",
                        r -> orNone(
                                r.is("basement"),
                                grade(r, 2.25 + 0.2 * r.number("level") + 0.55 * r.number("modern"), 0.35, 1)))
                .with("BsmtCond", r -> orNone(r.is("basement"), r.pick("TA:1311 Gd:65 Fa:45 Po:2")))
                .with("BsmtExposure", r -> orNone(r.is("basement"), r.pick("No:953 Av:221 Gd:134 Mn:114")))
                .with(
                        "BsmtFinType1",
                        r -> orNone(
                                r.is("basement"),
                                r.pick(
                                        r.number("BsmtFinSF1") == 0
                                                ? "Unf:1"
                                                : r.is("recent")
                                                        ? "GLQ:340 ALQ:60 BLQ:30 Rec:10 LwQ:20"
                                                        : "GLQ:80 ALQ:160 BLQ:118 Rec:123 LwQ:54")))
                .with(
                        "BsmtFinType2",
                        r -> orNone(
                                r.is("basement"),
                                r.pick(r.number("BsmtFinSF2") == 0 ? "Unf:1" : "Rec:54 LwQ:46 BLQ:33 ALQ:19 GLQ:14")))
                .with("BsmtFullBath", r -> r.number("BsmtFinSF1") > 300 && r.chance(0.6) ? 1 : 0)
                .with("BsmtHalfBath", r -> r.number("BsmtFinSF1") > 0 && r.chance(0.08) ? 1 : 0);
    }

    private static void equipment(TableDrawer table) {
        table.with("HeatingQC", r -> grade(r, 2.8 + 0.5 * r.number("renewed"), 0.8, 0))
                .with("CentralAir", r -> r.chance(0.95 + 0.08 * r.number("modern")) ? "Y" : "N")
                .with(
                        "Electrical",
                        r -> r.pick(
                                r.number("YearBuilt") > 1965
                                        ? "SBrkr:999 NA:1"
                                        : "SBrkr:500 FuseA:94 FuseF:27 FuseP:3 NA:1"))
                .with(
                        "FullBath",
                        r -> r.count(1.45 + r.number("GrLivArea") / 4000 + 0.35 * r.number("modern"), 0.25, 1, 3))
                .with("HalfBath", r -> r.chance(r.is("two") ? 0.65 : 0.15) ? 1 : 0)
                .with("BedroomAbvGr", r -> r.count(1.5 + r.number("GrLivArea") / 1100, 0.55, 1, 6))
                .with("KitchenAbvGr", r -> r.chance(0.045) ? 2 : 1)
                .with("KitchenQual", r -> grade(r, 2.5 + 0.4 * r.number("level") + 0.3 * r.number("renewed"), 0.45, 1))
                .with(
                        "TotRmsAbvGrd",
                        r -> r.count(r.number("BedroomAbvGr") + 1.6 + r.number("GrLivArea") / 850, 0.6, 3, 14))
                .with(
                        "Fireplaces",
                        r -> r.count(0.35 + 0.4 * r.number("level") + r.number("GrLivArea") / 5000, 0.5, 0, 3))
                .with("FireplaceQu", r -> orNone(r.number("Fireplaces") > 0, r.pick("Gd:380 TA:313 Fa:33 Ex:24 Po:20")))
                .with(
                        "GarageCars",
                        r -> r.chance(0.055)
                                ? 0
                                : r.count(1.85 + 0.35 * r.number("level") + 0.3 * r.number("modern"), 0.45, 1, 4))
                .with("garage", r -> r.number("GarageCars") > 0)
                .with(
                        "GarageArea",
                        r -> r.is("garage") ? (int) r.normal(262 * r.number("GarageCars"), 60, 160, 1418) : 0)
                .with(
                        "GarageType",
                        r -> orNone(
                                r.is("garage"),
                                r.pick(
                                        r.number("YearBuilt") > 1955
                                                ? "Attchd:800 BuiltIn:88 Detchd:110 Basment:19"
                                                : "Detchd:280 Attchd:90 2Types:6 CarPort:9")))
                .with(
                        "GarageYrBlt",
                        r -> orNone(
                                r.is("garage"),
                                ""
                                        + (int) Math.min(
                                                r.number("YrSold"),
                                                r.number("YearBuilt") + (r.chance(0.75) ? 0 : r.between(0, 25)))))
                .with(
                        "GarageFinish",
                        r -> orNone(
                                r.is("garage"),
                                r.pick(
                                        r.number("level") + r.number("modern") > 0.6
                                                ? "Fin:250 RFn:280 Unf:90"
                                                : "Unf:515 RFn:142 Fin:102")))
                .with("GarageQual", r -> orNone(r.is("garage"), r.pick("TA:1311 Fa:48 Gd:14 Ex:3 Po:3")))
                .with("GarageCond", r -> orNone(r.is("garage"), r.pick("TA:1326 Fa:35 Gd:9 Po:7 Ex:2")))
                .with("PavedDrive", r -> r.pick(r.number("YearBuilt") > 1955 ? "Y:1" : "Y:360 N:90 P:30"))
                .with("WoodDeckSF", r -> r.chance(0.48) ? (int) Math.exp(5.1 + 0.5 * r.normal()) : 0)
                .with("OpenPorchSF", r -> r.chance(0.55) ? (int) Math.exp(4.1 + 0.6 * r.normal()) : 0)
                .with("EnclosedPorch", r -> r.number("YearBuilt") < 1960 && r.chance(0.3) ? r.between(40, 260) : 0)
                .with("3SsnPorch", r -> r.chance(0.016) ? r.between(100, 400) : 0)
                .with("ScreenPorch", r -> r.chance(0.08) ? r.between(60, 320) : 0)
                .with("PoolArea", r -> r.chance(0.005) ? r.between(450, 750) : 0)
                .with("PoolQC", r -> orNone(r.number("PoolArea") > 0, r.pick("Gd:3 Ex:2 Fa:2")))
                .with("MiscVal", r -> r.chance(0.037) ? 100 * r.between(3, 23) : 0)
                .with("MiscFeature", r -> orNone(r.number("MiscVal") > 0, r.pick("Shed:49 Gar2:2 Othr:2")))
                .with("new", r -> r.number("YearBuilt") >= r.number("YrSold") - 1 && r.chance(0.75))
                .with(
                        "SaleType",
                        r -> r.pick(r.is("new") ? "New:1" : "WD:1267 COD:43 ConLD:9 ConLI:5 ConLw:5 CWD:4 Oth:3"))
                .with("SaleCondition", r -> r.pick(r.is("new") ? "Partial:1" : "Normal:906 Abnorml:80 Family:14"))
                .shares("Heating = GasA:1428 GasW:18 Grav:7 Wall:4 OthW:2");
    }

    private static void price(TableDrawer table) {
        table.with(
                        "logarithm",
                        r -> 11.98
                                + 0.075 * (r.number("OverallQual") - 6)
                                + 0.045 * (r.number("OverallCond") - 5.6)
                                + 0.07 * r.number("modern")
                                + 0.03 * r.number("renewed")
                                + 0.00023 * (r.number("GrLivArea") - 1515)
                                + 0.00009 * (r.number("TotalBsmtSF") - 1057)
                                + 0.00008 * (r.number("BsmtFinSF1") - 444)
                                + 0.055 * (r.number("GarageCars") - 1.77)
                                + 0.06 * Math.log(r.number("LotArea") / 9500)
                                + 0.035 * (r.number("Fireplaces") - 0.6)
                                + 0.03 * (r.number("FullBath") + 0.5 * r.number("HalfBath") - 1.75)
                                + 0.04 * (graded(r, "KitchenQual", 2.5) - 2.5)
                                + 0.03 * (graded(r, "ExterQual", 2.4) - 2.4)
                                + 0.025 * (graded(r, "BsmtQual", 0.5) - 2.5)
                                + 0.045 * r.number("area level")
                                - (r.text("CentralAir").equals("Y") ? 0 : 0.09)
                                - (r.text("MSZoning").equals("C (all)")
                                        ? 0.25
                                        : r.text("MSZoning").equals("RM") ? 0.04 : 0)
                                - (r.text("SaleCondition").equals("Abnorml") ? 0.09 : r.is("new") ? -0.04 : 0)
                                - (r.text("Condition1").matches("Artery|Feedr") ? 0.06 : 0)
                                - (r.text("Functional").equals("Typ") ? 0 : 0.06)
                                + 0.00012
                                        * (r.number("WoodDeckSF")
                                                + r.number("OpenPorchSF")
                                                + r.number("ScreenPorch")
                                                - 140)
                                // Size is worth more where the quality is high, and age less where the house was
                                // renewed.
                                + 0.00005 * (r.number("GrLivArea") - 1515) * (r.number("OverallQual") - 6)
                                - 0.03 * r.number("modern") * Math.max(0, r.number("renewed"))
                                + 0.01 * r.number("level") * r.number("modern")
                                + 0.12 * r.normal() * (r.chance(0.03) ? 2.5 : 1))
                .with("SalePrice", r -> (int)
                        (100 * Math.round(Math.max(34_900, Math.min(900_000, Math.exp(r.number("logarithm")))) / 100)));
    }
}
